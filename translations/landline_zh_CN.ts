<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>landline::client::ClientWindow</name>
    <message>
        <source>&amp;Connect</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>Dis&amp;connect</source>
        <translation>断开连接(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Not connected: what you write stays here until you are.</source>
        <translation>未连接：您输入的内容会保留，连接后再发送。</translation>
    </message>
    <message>
        <source>Show the network</source>
        <translation>查看网络</translation>
    </message>
    <message>
        <source>Change the server</source>
        <translation>更换服务器</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Not connected. Say above which server, then connect.</source>
        <translation>未连接。请在上方填写服务器，然后连接。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Landline</source>
        <translation>Landline</translation>
    </message>
    <message>
        <source>Decide about the key first.</source>
        <translation>请先决定是否信任新密钥。</translation>
    </message>
    <message>
        <source>&amp;Client</source>
        <translation>客户端(&amp;C)</translation>
    </message>
    <message>
        <source>Connect, cancel or disconnect</source>
        <translation>连接、取消或断开</translation>
    </message>
    <message>
        <source>Not connected. The connection is tried again by itself.</source>
        <translation>未连接。程序会自动重新连接。</translation>
    </message>
    <message>
        <source>No transfers yet. Drop files or folders anywhere on this window to send them.</source>
        <translation>还没有传输。把文件或文件夹拖到此窗口的任意位置即可发送。</translation>
    </message>
    <message>
        <source>Nothing said yet. Write below, or drop files and folders here.</source>
        <translation>还没有消息。在下方输入，或把文件和文件夹拖到这里。</translation>
    </message>
</context>
<context>
    <name>landline::client::ConnectionBar</name>
    <message>
        <source>Retry now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Server: host name or address</source>
        <translation>服务器：主机名或地址</translation>
    </message>
    <message>
        <source>Host name or address</source>
        <translation>主机名或地址</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的名称</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>服务器(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Say which server: a host name or an address, such as 192.168.1.8.</source>
        <translation>请填写服务器：主机名或地址，例如 192.168.1.8。</translation>
    </message>
    <message>
        <source>Say what you want to be called.</source>
        <translation>请填写您的名称。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 (Ctrl+L)</source>
        <translation>%1 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Connecting to %1...</source>
        <translation>正在连接 %1...</translation>
    </message>
    <message>
        <source>Waiting for approval: a person at %1 decides</source>
        <translation>等待批准：由 %1 处的人决定</translation>
    </message>
    <message>
        <source>Connected to %1 as %2, encrypted</source>
        <translation>已以 %2 的名称连接到 %1，已加密</translation>
    </message>
    <message>
        <source>Not connected. Trying again in %1 s</source>
        <translation>未连接。%1 秒后重试</translation>
    </message>
    <message>
        <source>The server&apos;s key has changed</source>
        <translation>服务器的密钥已改变</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>landline::console</name>
    <message>
        <source>--listen is &quot;%1&quot;; it has to be PORT, ADDRESS:PORT or [IPV6]:PORT, with an IP address of this computer and a port from 0 (any free one) to 65535.</source>
        <translation>--listen 的值是“%1”；应为 端口、地址:端口 或 [IPV6]:端口，其中地址是本机的 IP 地址，端口为 0（任一空闲端口）到 65535。</translation>
    </message>
    <message>
        <source>--connect is &quot;%1&quot;; it has to be HOST, HOST:PORT or [IPV6]:PORT, with a port from 1 to 65535.</source>
        <translation>--connect 的值是“%1”；应为 主机、主机:端口 或 [IPV6]:端口，端口为 1 到 65535。</translation>
    </message>
    <message>
        <source>--timeout is &quot;%1&quot;; it has to be a number of seconds from 1 to %2.</source>
        <translation>--timeout 的值是“%1”；应为 1 到 %2 之间的秒数。</translation>
    </message>
    <message>
        <source>The server of Landline: people on a local network talk and pass files through it.</source>
        <translation>Landline 服务器：局域网中的人通过它聊天和传文件。</translation>
    </message>
    <message>
        <source>Listens at once; without an address on all of them, with port 0 on any free port.</source>
        <translation>立即开始监听；不给地址则监听所有地址，端口为 0 则选任一空闲端口。</translation>
    </message>
    <message>
        <source>[ADDRESS:]PORT</source>
        <translation>[地址:]端口</translation>
    </message>
    <message>
        <source>Who may join: open (everybody) or ask (a person lets each new peer in once).</source>
        <translation>谁可以加入：open（所有人）或 ask（每个新成员由人批准一次）。</translation>
    </message>
    <message>
        <source>The client of Landline: talks and passes files on a local network.</source>
        <translation>Landline 客户端：在局域网中聊天和传文件。</translation>
    </message>
    <message>
        <source>Connects at once; the port is %1 where none is given.</source>
        <translation>立即连接；不给端口则为 %1。</translation>
    </message>
    <message>
        <source>HOST[:PORT]</source>
        <translation>主机[:端口]</translation>
    </message>
    <message>
        <source>Whom --message and --send are for: a name, an id, everyone or server. Without it messages go to everyone, files to the server.</source>
        <translation>--message 和 --send 发给谁：名称、标识、everyone 或 server。不给时消息发给所有人，文件发给服务器。</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>With --headless: sends this text. May be given several times.</source>
        <translation>配合 --headless：发送这段文字。可多次使用。</translation>
    </message>
    <message>
        <source>TEXT</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>PATH</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>With --headless: stays when everything is sent.</source>
        <translation>配合 --headless：全部发送后不退出。</translation>
    </message>
    <message>
        <source>With --headless: gives up after so many seconds.</source>
        <translation>配合 --headless：超过这么多秒就放弃。</translation>
    </message>
    <message>
        <source>SECONDS</source>
        <translation>秒数</translation>
    </message>
    <message>
        <source>--send needs a value that is not empty.</source>
        <translation>--send 的值不能为空。</translation>
    </message>
    <message>
        <source>--message needs a value that is not empty.</source>
        <translation>--message 的值不能为空。</translation>
    </message>
    <message>
        <source>--headless needs --connect: without a window nobody can say where to.</source>
        <translation>--headless 需要 --connect：没有窗口，无人能指定连接到哪里。</translation>
    </message>
    <message>
        <source>--%1 needs --headless.</source>
        <translation>--%1 需要 --headless。</translation>
    </message>
    <message>
        <source>Shows this help.</source>
        <translation>显示本帮助。</translation>
    </message>
    <message>
        <source>Shows the version.</source>
        <translation>显示版本。</translation>
    </message>
    <message>
        <source>Runs without a window.</source>
        <translation>不打开窗口运行。</translation>
    </message>
    <message>
        <source>With --headless: events and commands are lines of JSON, for scripts.</source>
        <translation>配合 --headless：事件和命令都是逐行的 JSON，供脚本使用。</translation>
    </message>
    <message>
        <source>Keeps key, known peers and settings in this folder.</source>
        <translation>把密钥、已知成员和设置保存在这个文件夹。</translation>
    </message>
    <message>
        <source>DIR</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>The name that others see, at most 64 characters.</source>
        <translation>别人看到的名称，最多 64 个字符。</translation>
    </message>
    <message>
        <source>What to do with files that are offered: ask, all or none.</source>
        <translation>收到文件请求时怎么办：ask（询问）、all（全部接收）或 none（全部拒绝）。</translation>
    </message>
    <message>
        <source>Saves received files in this folder.</source>
        <translation>把收到的文件保存在这个文件夹。</translation>
    </message>
    <message>
        <source>The language of the program: en or zh_CN.</source>
        <translation>程序的语言：en 或 zh_CN。</translation>
    </message>
    <message>
        <source>There is no place for &quot;%1&quot;: every value belongs to an option.</source>
        <translation>“%1”无处可用：每个值都必须属于某个选项。</translation>
    </message>
    <message>
        <source>--%1 is &quot;%2&quot;; it has to be one of: %3.</source>
        <translation>--%1 的值是“%2”；应为以下之一：%3。</translation>
    </message>
    <message>
        <source>--%1 needs a value that is not empty.</source>
        <translation>--%1 的值不能为空。</translation>
    </message>
    <message>
        <source>%1 --help lists the options.</source>
        <translation>%1 --help 会列出各选项。</translation>
    </message>
    <message>
        <source>--json needs --headless.</source>
        <translation>--json 需要 --headless。</translation>
    </message>
    <message>
        <source>--name is not usable: it has to be 1 to 64 characters without control characters, and neither &quot;everyone&quot; nor &quot;server&quot;.</source>
        <translation>--name 不可用：应为 1 到 64 个字符，不含控制字符，也不能是“everyone”或“server”。</translation>
    </message>
    <message>
        <source>With --headless: what to do where a received file&apos;s name is taken by another file: rename (the default), overwrite or skip.</source>
        <translation>配合 --headless：收到的文件与另一个文件重名时怎么办：rename（改名，默认）、overwrite（覆盖）或 skip（略过）。</translation>
    </message>
    <message>
        <source>With --headless: all transfers together move at most so many bytes per second; 0: no limit.</source>
        <translation>配合 --headless：所有传输合计每秒最多这么多字节；0 为不限。</translation>
    </message>
    <message>
        <source>BYTES[K|M|G]</source>
        <translation>字节数[K|M|G]</translation>
    </message>
    <message>
        <source>With --headless: so many transfers run at once, 1 to %1; at most %2 of them with one peer.</source>
        <translation>配合 --headless：同时进行的传输个数，1 到 %1；其中与同一成员最多 %2 个。</translation>
    </message>
    <message>
        <source>NUMBER</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>--%1 needs --headless: the window has a setting for it.</source>
        <translation>--%1 需要 --headless：窗口中另有相应设置。</translation>
    </message>
    <message>
        <source>--rate-limit is &quot;%1&quot;; it has to be a number of bytes per second, perhaps with K, M or G behind it (1024, 1024K, 1024M), of at most 1024G; 0 means no limit.</source>
        <translation>--rate-limit 的值是“%1”；应为每秒字节数，后面可加 K、M 或 G（即 1024、1024K、1024M），最多 1024G；0 为不限。</translation>
    </message>
    <message>
        <source>--at-once is &quot;%1&quot;; it has to be a number from 1 to %2.</source>
        <translation>--at-once 的值是“%1”；应为 1 到 %2 之间的数。</translation>
    </message>
    <message>
        <source>With --headless: sends this file or folder. Several, behind it or each with its own --send, are one batch.</source>
        <translation>配合 --headless：发送这个文件或文件夹。可在其后写多个，或各用一个 --send，合为一批。</translation>
    </message>
</context>
<context>
    <name>landline::console::TextFace</name>
    <message>
        <source>%1 is here (%2, key %3).</source>
        <translation>%1 来了（%2，密钥 %3）。</translation>
    </message>
    <message>
        <source>%1 has left.</source>
        <translation>%1 已离开。</translation>
    </message>
    <message>
        <source>The peer with the key %1 is now called %2.</source>
        <translation>密钥为 %1 的成员现在名为 %2。</translation>
    </message>
    <message>
        <source>Listening on %1 port %2, key %3.</source>
        <translation>正在监听 %1 端口 %2，密钥 %3。</translation>
    </message>
    <message>
        <source>Others reach it as %1</source>
        <translation>别人可通过 %1 连接</translation>
    </message>
    <message>
        <source>Waiting until a person at the server lets this client in.</source>
        <translation>正在等待服务器处的人批准。</translation>
    </message>
    <message>
        <source>Connected to %1 (key %2) as %3.</source>
        <translation>已连接到 %1（密钥 %2），名称为 %3。</translation>
    </message>
    <message>
        <source>The server at %1:%2 has the key %3; before it was %4. It may be another computer, or somebody who pretends to be it. Nobody can answer here, so it is not trusted.</source>
        <translation>%1:%2 处的服务器密钥为 %3，以前是 %4。它可能是另一台计算机，也可能是有人冒充。此处无人能作答，因此不予信任。</translation>
    </message>
    <message>
        <source>The connection is closed.</source>
        <translation>连接已关闭。</translation>
    </message>
    <message>
        <source>The connection is closed: %1</source>
        <translation>连接已关闭：%1</translation>
    </message>
    <message>
        <source>No connection: %1 Trying again.</source>
        <translation>没有连接：%1 正在重试。</translation>
    </message>
    <message>
        <source>everyone</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>you</source>
        <translation>您</translation>
    </message>
    <message>
        <source>[%1 to %2] %3</source>
        <translation>[%1 发给 %2] %3</translation>
    </message>
    <message>
        <source>A message was not delivered: %1</source>
        <translation>有一条消息未送达：%1</translation>
    </message>
    <message>
        <source>%1 (%2, key %3) asks to join. Nobody can answer here, so it is denied; --access open lets everybody in, --json lets a script answer.</source>
        <translation>%1（%2，密钥 %3）请求加入。此处无人能作答，因此拒绝；--access open 允许所有人加入，--json 可让脚本作答。</translation>
    </message>
    <message>
        <source>%1 (%2) is offered to %3.</source>
        <translation>已向 %3 提出发送 %1（%2）。</translation>
    </message>
    <message>
        <source>%1 offers %2 (%3).</source>
        <translation>%1 要发送 %2（%3）。</translation>
    </message>
    <message>
        <source>%1 offers %2 (%3). Nobody can answer here, so it is declined; --accept all takes everything, --json lets a script answer.</source>
        <translation>%1 要发送 %2（%3）。此处无人能作答，因此拒绝；--accept all 会全部接收，--json 可让脚本作答。</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>  ... and more.</source>
        <translation>  …… 还有更多。</translation>
    </message>
</context>
<context>
    <name>landline::console::TransferText</name>
    <message>
        <source>%1 files</source>
        <translation>%1 个文件</translation>
    </message>
    <message>
        <source>%1: paused by %2.</source>
        <translation>%1：已被 %2 暂停。</translation>
    </message>
    <message>
        <source>%1: paused here and by %2.</source>
        <translation>%1：已在此处暂停，也被 %2 暂停。</translation>
    </message>
    <message>
        <source>%1: %2 has others to do first.</source>
        <translation>%1：%2 还有别的传输排在前面。</translation>
    </message>
    <message>
        <source>%1: paused here.</source>
        <translation>%1：已在此处暂停。</translation>
    </message>
    <message>
        <source>%1: paused here. %2</source>
        <translation>%1：已在此处暂停。%2</translation>
    </message>
    <message>
        <source>%1: interrupted, goes on by itself. %2</source>
        <translation>%1：已中断，会自动继续。%2</translation>
    </message>
    <message>
        <source>%1: sending to %2.</source>
        <translation>%1：正在发送给 %2。</translation>
    </message>
    <message>
        <source>%1: receiving from %2.</source>
        <translation>%1：正在从 %2 接收。</translation>
    </message>
    <message>
        <source>%1: goes on.</source>
        <translation>%1：继续传输。</translation>
    </message>
    <message>
        <source>%1: goes on at %2.</source>
        <translation>%1：从 %2 处继续传输。</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 were there already</source>
        <translation>%1 个早已存在</translation>
    </message>
    <message>
        <source>%1 got another name</source>
        <translation>%1 个改用了别的名称</translation>
    </message>
    <message>
        <source>%1 left out</source>
        <translation>%1 个被略过</translation>
    </message>
    <message>
        <source>The result: %1</source>
        <translation>结果：%1</translation>
    </message>
    <message>
        <source>%1: %2 of the files failed, the others are stored and verified (%3). %4</source>
        <translation>%1：有 %2 个文件失败，其余已保存并校验（%3）。%4</translation>
    </message>
    <message>
        <source>%1: the very same is there already.</source>
        <translation>%1：对方早已有完全相同的内容。</translation>
    </message>
    <message>
        <source>%1 was sent to %2 and verified (%3).</source>
        <translation>%1 已发送给 %2 并通过校验（%3）。</translation>
    </message>
    <message>
        <source>%1 was received from %2, verified and saved as %3 (%4).</source>
        <translation>%1 已从 %2 收到，通过校验并保存为 %3（%4）。</translation>
    </message>
    <message>
        <source>%1 was not transferred: %2</source>
        <translation>%1 没有传成：%2</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>尚未开始</translation>
    </message>
    <message>
        <source>%1 is not finished (%2). It goes on when this program runs again with the same profile and %3 is there.</source>
        <translation>%1 尚未完成（%2）。本程序以同一配置文件夹再次运行且 %3 在场时会继续。</translation>
    </message>
    <message>
        <source>  %1 was left out: %2</source>
        <translation>  %1 被略过：%2</translation>
    </message>
    <message>
        <source>  %1 failed: %2</source>
        <translation>  %1 失败：%2</translation>
    </message>
    <message>
        <source>%1 (%2) is unfinished from an earlier run; it goes on when %3 is there.</source>
        <translation>%1（%2）上次没有传完；等 %3 在线时继续。</translation>
    </message>
</context>
<context>
    <name>landline::models</name>
    <message>
        <source>(no name)</source>
        <translation>（无名称）</translation>
    </message>
</context>
<context>
    <name>landline::models::ConversationModel</name>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>%1 asks to join</source>
        <translation>%1 请求加入</translation>
    </message>
    <message>
        <source>[%1] %2: %3</source>
        <translation>[%1] %2：%3</translation>
    </message>
    <message>
        <source>[%1] %2</source>
        <translation>[%1] %2</translation>
    </message>
    <message>
        <source>You offer %1</source>
        <translation>您要发送 %1</translation>
    </message>
    <message>
        <source>%1 offers %2</source>
        <translation>%1 要发送 %2</translation>
    </message>
</context>
<context>
    <name>landline::models::InterfaceModel</name>
    <message>
        <source>up</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>down</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>loopback</source>
        <translation>环回</translation>
    </message>
    <message>
        <source>point to point</source>
        <translation>点对点</translation>
    </message>
    <message>
        <source>multicast</source>
        <translation>支持组播</translation>
    </message>
    <message>
        <source>up, no address</source>
        <translation>已启用，无地址</translation>
    </message>
    <message>
        <source>IPv6 address</source>
        <translation>IPv6 地址</translation>
    </message>
    <message>
        <source>IPv4 address</source>
        <translation>IPv4 地址</translation>
    </message>
    <message>
        <source>Netmask</source>
        <translation>子网掩码</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>广播地址</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Hardware address (MAC)</source>
        <translation>硬件地址（MAC）</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>MTU</source>
        <translation>MTU</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>网络接口</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>landline::models::LogModel</name>
    <message>
        <source>detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>landline::models::NodeLog</name>
    <message>
        <source>connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Stopped listening.</source>
        <translation>已停止监听。</translation>
    </message>
    <message>
        <source>Disconnected.</source>
        <translation>已断开连接。</translation>
    </message>
    <message>
        <source>Listening on port %1: %2</source>
        <translation>正在监听端口 %1：%2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>正在连接 %1</translation>
    </message>
    <message>
        <source>A person at the server has to let us in.</source>
        <translation>需要服务器处的人批准。</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>已连接到 %1。</translation>
    </message>
    <message>
        <source>The connection was lost and will be tried again.</source>
        <translation>连接已断开，将会重试。</translation>
    </message>
    <message>
        <source>The server at %1 shows another key than before.</source>
        <translation>%1 处的服务器出示的密钥与以前不同。</translation>
    </message>
    <message>
        <source>peers</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>%1 joined.</source>
        <translation>%1 已加入。</translation>
    </message>
    <message>
        <source>%1 joined from %2.</source>
        <translation>%1 已从 %2 加入。</translation>
    </message>
    <message>
        <source>%1 left.</source>
        <translation>%1 已离开。</translation>
    </message>
    <message>
        <source>The peer %1 is now called %2.</source>
        <translation>成员 %1 现在名为 %2。</translation>
    </message>
    <message>
        <source>%1 asks to join from %2.</source>
        <translation>%1 从 %2 请求加入。</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>%1 offered to %2: %3.</source>
        <translation>已向 %2 提出发送 %1：%3。</translation>
    </message>
    <message>
        <source>%2 offers %1: %3.</source>
        <translation>%2 要发送 %1：%3。</translation>
    </message>
    <message>
        <source>%1 sent to %2 and verified there, %3: %4.</source>
        <translation>%1 已发送到 %2 并在那里校验，%3：%4。</translation>
    </message>
    <message>
        <source>%1 received from %2 and verified, %3: %4.</source>
        <translation>%1 已从 %2 接收并校验，%3：%4。</translation>
    </message>
    <message>
        <source>%1 with %2: %3.</source>
        <extracomment>%1 is a file or folder, %2 a peer, %3 what has become of it</extracomment>
        <translation>%1（与 %2）：%3。</translation>
    </message>
</context>
<context>
    <name>landline::models::PeerModel</name>
    <message>
        <source>Everyone</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>%1 (away)</source>
        <translation>%1（已离开）</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>landline::models::TransferModel</name>
    <message>
        <source>to</source>
        <translation>发给</translation>
    </message>
    <message>
        <source>from</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>%1%</source>
        <extracomment>Progress of a transfer</extracomment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>XXH3-128 %1</source>
        <translation>XXH3-128 %1</translation>
    </message>
    <message>
        <source>sent to</source>
        <translation>发送给</translation>
    </message>
    <message>
        <source>received from</source>
        <translation>接收自</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对方</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件数</translation>
    </message>
</context>
<context>
    <name>landline::models::TransferText</name>
    <message>
        <source>counting the files</source>
        <translation>正在清点文件</translation>
    </message>
    <message>
        <source>waiting for an answer</source>
        <translation>等待对方答复</translation>
    </message>
    <message>
        <source>accept?</source>
        <translation>是否接收？</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>queued at %1</source>
        <extracomment>%1 is a peer that has other transfers to do first</extracomment>
        <translation>在 %1 处排队</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>queued, next</source>
        <translation>排队中，下一个</translation>
    </message>
    <message>
        <source>queued, %1st</source>
        <extracomment>A place in the queue, such as 21</extracomment>
        <translation>排队第 %1 位</translation>
    </message>
    <message>
        <source>queued, %1nd</source>
        <extracomment>A place in the queue, such as 2</extracomment>
        <translation>排队第 %1 位</translation>
    </message>
    <message>
        <source>queued, %1rd</source>
        <extracomment>A place in the queue, such as 3</extracomment>
        <translation>排队第 %1 位</translation>
    </message>
    <message>
        <source>queued, %1th</source>
        <extracomment>A place in the queue, such as 4</extracomment>
        <translation>排队第 %1 位</translation>
    </message>
    <message>
        <source>waits for %1</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>interrupted, is tried again</source>
        <translation>已中断，正在重试</translation>
    </message>
    <message>
        <source>interrupted, next try in %1 s</source>
        <translation>已中断，%1 秒后重试</translation>
    </message>
    <message>
        <source>paused, the disk is full</source>
        <translation>已暂停，磁盘已满</translation>
    </message>
    <message>
        <source>paused by both</source>
        <translation>双方都已暂停</translation>
    </message>
    <message>
        <source>paused by %1</source>
        <translation>被 %1 暂停</translation>
    </message>
    <message>
        <source>paused by you</source>
        <translation>由您暂停</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>resuming at %1 %</source>
        <translation>从 %1 % 处续传</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>receiving</source>
        <translation>正在接收</translation>
    </message>
    <message>
        <source>1 was there already</source>
        <translation>1 个早已存在</translation>
    </message>
    <message>
        <source>%1 were there already</source>
        <translation>%1 个早已存在</translation>
    </message>
    <message>
        <source>%1 renamed</source>
        <translation>%1 个改了名</translation>
    </message>
    <message>
        <source>%1 skipped</source>
        <translation>%1 个跳过</translation>
    </message>
    <message>
        <source>done, was there already</source>
        <translation>完成，早已存在</translation>
    </message>
    <message>
        <source>done, all were there already</source>
        <translation>完成，全部早已存在</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>%1 of %2 stored</source>
        <translation>已保存 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 个失败</translation>
    </message>
    <message>
        <source>limited by: the disk here</source>
        <translation>瓶颈：本机磁盘</translation>
    </message>
    <message>
        <source>limited by: the disk at %1</source>
        <translation>瓶颈：%1 的磁盘</translation>
    </message>
    <message>
        <source>limited by: the network</source>
        <translation>瓶颈：网络</translation>
    </message>
    <message>
        <source>limited by: the processor</source>
        <translation>瓶颈：处理器</translation>
    </message>
    <message>
        <source>limited by: %1, who is busy</source>
        <translation>瓶颈：%1 正忙</translation>
    </message>
    <message>
        <source>limited by: the rate limit</source>
        <translation>瓶颈：限速</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>files</comment>
        <extracomment>Files: how many are done, of how many</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>several files, %1</source>
        <translation>若干文件，%1</translation>
    </message>
    <message>
        <source>%1 files, %2</source>
        <extracomment>How many files, their size together</extracomment>
        <translation>%1 个文件，%2</translation>
    </message>
    <message>
        <source>%1 and others</source>
        <translation>%1 等</translation>
    </message>
    <message>
        <source>files: %1</source>
        <translation>文件：%1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>octets</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 did not have to be sent again</source>
        <translation>%1 无需再发</translation>
    </message>
    <message>
        <source>%1 in %2 s</source>
        <translation>%1，用时 %2 秒</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a state</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>landline::models::format</name>
    <message>
        <source>%1/s</source>
        <extracomment>A speed; %1 is an amount such as &quot;38 MB&quot;</extracomment>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <extracomment>Days and hours</extracomment>
        <translation>%1 天 %2 小时</translation>
    </message>
</context>
<context>
    <name>landline::models::openDanger</name>
    <message>
        <source>Not opened from here: a file of this kind may run as a program. Look at it in its folder.</source>
        <translation>不在此处打开：这类文件可能会作为程序运行。请到它所在的文件夹中查看。</translation>
    </message>
    <message>
        <source>Not opened from here: its name is unusual (hidden, or like an option). Look at it in its folder.</source>
        <translation>不在此处打开：文件名不寻常（隐藏文件，或形似命令选项）。请到它所在的文件夹中查看。</translation>
    </message>
</context>
<context>
    <name>landline::server::ListenBar</name>
    <message>
        <source>&amp;Bind</source>
        <translation>绑定(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Ne&amp;w peers</source>
        <translation>新成员(&amp;W)</translation>
    </message>
    <message>
        <source>Address to listen on</source>
        <translation>监听的地址</translation>
    </message>
    <message>
        <source>All addresses</source>
        <translation>所有地址</translation>
    </message>
    <message>
        <source>Port to listen on</source>
        <translation>监听的端口</translation>
    </message>
    <message>
        <source>0 picks a free port</source>
        <translation>0 表示自动选择空闲端口</translation>
    </message>
    <message>
        <source>Name of this server</source>
        <translation>本服务器的名称</translation>
    </message>
    <message>
        <source>how others see you</source>
        <translation>别人看到的名称</translation>
    </message>
    <message>
        <source>Who may join</source>
        <translation>谁可以加入</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>先问我</translation>
    </message>
    <message>
        <source>Open to everybody</source>
        <translation>对所有人开放</translation>
    </message>
    <message>
        <source>Ask me: each new peer waits until you let it in, once.
Open: whoever reaches this port may join.</source>
        <translation>先问我：每个新成员都要等您批准一次。
开放：能连到此端口的人都可加入。</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>%1 is not an IP address. Choose one from the list, or All addresses.</source>
        <translation>%1 不是 IP 地址。请从列表中选择，或选“所有地址”。</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>停止监听</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>开始监听</translation>
    </message>
    <message>
        <source>Disconnect everybody and close the port (Ctrl+L)</source>
        <translation>断开所有人并关闭端口 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Let others connect (Ctrl+L)</source>
        <translation>允许别人连接 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Not listening</source>
        <translation>未监听</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>端口 %1</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <extracomment>%1 is an address, %2 a number: the others are in the tool tip</extracomment>
        <translation>%1 等，另有 %2 个</translation>
    </message>
    <message>
        <source>Listening, TLS: %1</source>
        <extracomment>%1 is one or more addresses</extracomment>
        <translation>正在监听（TLS）：%1</translation>
    </message>
</context>
<context>
    <name>landline::server::ServerWindow</name>
    <message>
        <source>Stop &amp;listening</source>
        <translation>停止监听(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Listen</source>
        <translation>开始监听(&amp;L)</translation>
    </message>
    <message>
        <source>Not listening: nobody can be reached.</source>
        <translation>未监听：无法联系任何人。</translation>
    </message>
    <message>
        <source>Port %1 is in use by another program.</source>
        <translation>端口 %1 已被其他程序占用。</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>改用 %1</translation>
    </message>
    <message>
        <source>Use all addresses</source>
        <translation>使用所有地址</translation>
    </message>
    <message>
        <source>Listen again</source>
        <translation>重新监听</translation>
    </message>
    <message>
        <source>Not listening. Nobody can connect yet.</source>
        <translation>尚未监听，别人还无法连接。</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>开始监听</translation>
    </message>
    <message>
        <source>Nothing said yet. Others can connect now.</source>
        <translation>还没有消息。别人现在可以连接了。</translation>
    </message>
    <message>
        <source>Nothing said yet. Others can connect to %1</source>
        <translation>还没有消息。别人可以连接到 %1</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>服务器(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Disconnect peer</source>
        <translation>断开成员(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>日志(&amp;L)</translation>
    </message>
    <message>
        <source>Listen, or stop listening</source>
        <translation>开始或停止监听</translation>
    </message>
    <message>
        <source>Disconnect peer</source>
        <translation>断开成员</translation>
    </message>
    <message>
        <source>Landline Server</source>
        <translation>Landline 服务器</translation>
    </message>
</context>
<context>
    <name>landline::widgets::AcceptRuleCombo</name>
    <message>
        <source>What to do with files that are offered</source>
        <translation>收到文件请求时怎么办</translation>
    </message>
    <message>
        <source>Ask for each</source>
        <translation>逐个询问</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>全部接收</translation>
    </message>
    <message>
        <source>Decline all</source>
        <translation>全部拒绝</translation>
    </message>
</context>
<context>
    <name>landline::widgets::AttachButton</name>
    <message>
        <source>Send files</source>
        <translation>发送文件</translation>
    </message>
    <message>
        <source>Send files...</source>
        <translation>发送文件...</translation>
    </message>
    <message>
        <source>Send a folder...</source>
        <translation>发送文件夹...</translation>
    </message>
    <message>
        <source>Send files (Ctrl+O) or a folder (Ctrl+Shift+O)</source>
        <translation>发送文件（Ctrl+O）或文件夹（Ctrl+Shift+O）</translation>
    </message>
</context>
<context>
    <name>landline::widgets::CardButtons</name>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Admit</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>另存为...</translation>
    </message>
    <message>
        <source>Accept %1</source>
        <translation>接收 %1</translation>
    </message>
    <message>
        <source>Admit %1</source>
        <translation>批准 %1</translation>
    </message>
    <message>
        <source>Decline %1</source>
        <translation>拒绝 %1</translation>
    </message>
    <message>
        <source>Deny %1</source>
        <translation>拒绝 %1</translation>
    </message>
    <message>
        <source>Save %1 as</source>
        <translation>将 %1 另存为</translation>
    </message>
    <message>
        <source>Where a name is taken:</source>
        <translation>遇到同名时：</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ConflictCombo</name>
    <message>
        <source>What to do where a file of the same name is there already</source>
        <translation>已有同名文件时怎么办</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两个都保留</translation>
    </message>
    <message>
        <source>The new file gets another name, such as &quot;notes (1).txt&quot;.</source>
        <translation>新文件换一个名称，例如“notes (1).txt”。</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>The new file takes the place of the old one once it is verified.</source>
        <translation>新文件校验后取代旧文件。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>The old file stays; the new one is not sent.</source>
        <translation>保留旧文件，不发送新文件。</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ConversationDelegate</name>
    <message>
        <source>New messages</source>
        <translation>新消息</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ConversationList</name>
    <message>
        <source>Find a conversation</source>
        <translation>查找会话</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ConversationPanel</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发给</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>发给(&amp;T)</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>发送文件</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>The clipboard holds %1 characters, too many for a message. Save them and send the file.</source>
        <translation>剪贴板中有 %1 个字符，超出一条消息的长度。请存成文件再发送。</translation>
    </message>
    <message>
        <source>%1 is away.</source>
        <translation>%1 已离开。</translation>
    </message>
    <message>
        <source>Too long: %1 of %2 bytes. Shorten it, or send it as a file.</source>
        <translation>太长：%1 字节，上限 %2 字节。请缩短，或作为文件发送。</translation>
    </message>
    <message>
        <source>Drop to send to %1</source>
        <translation>松开即发送给 %1</translation>
    </message>
    <message>
        <source>The picture could not be written to %1.</source>
        <translation>图片无法写入 %1。</translation>
    </message>
    <message>
        <source>Send a folder</source>
        <translation>发送文件夹</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ConversationRow</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发出</translation>
    </message>
    <message>
        <source>received</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>not delivered</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>%1 asks to join</source>
        <translation>%1 请求加入</translation>
    </message>
    <message>
        <source>%1, key %2</source>
        <translation>%1，密钥 %2</translation>
    </message>
    <message>
        <source>admitted</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>denied</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>left without an answer</source>
        <translation>未获答复就离开了</translation>
    </message>
    <message>
        <source>%1, offered to you</source>
        <comment>how many files, their size</comment>
        <translation>%1，等您决定</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>how many files, what has become of them</comment>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ConversationView</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>landline::widgets::DropTarget</name>
    <message>
        <source>Drop to send</source>
        <translation>松开即发送</translation>
    </message>
</context>
<context>
    <name>landline::widgets::KeyChangedPage</name>
    <message>
        <source>Trust the new key</source>
        <translation>信任新密钥</translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation>不连接</translation>
    </message>
    <message>
        <source>Known key</source>
        <translation>已知密钥</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>The server has another key than before</source>
        <translation>服务器的密钥与以前不同</translation>
    </message>
    <message>
        <source>Known key:</source>
        <translation>已知密钥：</translation>
    </message>
    <message>
        <source>New key:</source>
        <translation>新密钥：</translation>
    </message>
    <message>
        <source>This is what happens after the server was installed anew or its profile was deleted. It is also what happens when another computer answers in its place to read what you write.

Ask whoever runs the server to read out its key. Trust the new one only if every group of digits is the same.</source>
        <translation>服务器重新安装或其配置被删除后会出现这种情况；另一台计算机冒充它、企图读取您所写内容时，也会如此。

请让管理服务器的人念出它的密钥。只有每一组数字都相同时，才信任新密钥。</translation>
    </message>
    <message>
        <source>The server at %1 does not prove to be the one you have trusted so far. Nothing was sent to it.</source>
        <translation>%1 处的服务器未能证明它就是您一直信任的那一台。没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>The server at %1 has another key than before</source>
        <translation>%1 处的服务器密钥与以前不同</translation>
    </message>
</context>
<context>
    <name>landline::widgets::KeysDialog</name>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>Begin a new line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>发送文件</translation>
    </message>
    <message>
        <source>Paste text, files or a picture</source>
        <translation>粘贴文字、文件或图片</translation>
    </message>
    <message>
        <source>Switch to another conversation: type, then Return</source>
        <translation>切换到另一个会话：输入后按回车</translation>
    </message>
    <message>
        <source>Find a conversation</source>
        <translation>查找会话</translation>
    </message>
    <message>
        <source>Copy the messages that are selected</source>
        <translation>复制选中的消息</translation>
    </message>
    <message>
        <source>Go to the transfers</source>
        <translation>转到传输列表</translation>
    </message>
    <message>
        <source>Show these keys</source>
        <translation>显示这些快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Send a folder</source>
        <translation>发送文件夹</translation>
    </message>
    <message>
        <source>Transfers: accept, pause, continue or retry</source>
        <translation>传输：接收、暂停、继续或重试</translation>
    </message>
    <message>
        <source>Transfers: cancel or decline</source>
        <translation>传输：取消或拒绝</translation>
    </message>
    <message>
        <source>Transfers: open</source>
        <translation>传输：打开</translation>
    </message>
    <message>
        <source>Transfers: show the result</source>
        <translation>传输：查看结果</translation>
    </message>
</context>
<context>
    <name>landline::widgets::LogPanel</name>
    <message>
        <source>Which lines to show</source>
        <translation>显示哪些行</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Notes and worse</source>
        <translation>提示及以上</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Sh&amp;ow</source>
        <translation>显示(&amp;O)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>复制选中的行；未选中则复制显示的所有行</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>landline::widgets::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>Notice: %1</source>
        <translation>提示：%1</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>landline::widgets::NetworkPanel</name>
    <message>
        <source>This computer: %1</source>
        <translation>本机：%1</translation>
    </message>
    <message>
        <source>IPv6 addresses</source>
        <translation>IPv6 地址</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Network interfaces</source>
        <translation>网络接口</translation>
    </message>
</context>
<context>
    <name>landline::widgets::PeerDelegate</name>
    <message>
        <source>all who are connected</source>
        <translation>所有已连接的人</translation>
    </message>
    <message>
        <source>away</source>
        <translation>已离开</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>server, %1</source>
        <translation>服务器，%1</translation>
    </message>
    <message>
        <source>here</source>
        <translation>在线</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ProgramWindow</name>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Show the network</source>
        <translation>查看网络</translation>
    </message>
    <message>
        <source>%1 - %2</source>
        <extracomment>Title of a window; %1 is a server&apos;s name, %2 the program&apos;s</extracomment>
        <translation>%1 - %2</translation>
    </message>
    <message>
        <source>Transfers (%1)</source>
        <translation>传输（%1）</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Quit %1</source>
        <translation>退出 %1</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>&amp;Files offered:</source>
        <translation>收到文件时(&amp;F)：</translation>
    </message>
    <message>
        <source>Send &amp;files...</source>
        <translation>发送文件(&amp;F)...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>查看(&amp;V)</translation>
    </message>
    <message>
        <source>Switch &amp;conversation</source>
        <translation>切换会话(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Transfers</source>
        <translation>传输(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>网络(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Landline</source>
        <translation>关于 Landline(&amp;A)</translation>
    </message>
    <message>
        <source>%1 %2

Talk and pass files on the local network, encrypted, without an account.

Own key: %3</source>
        <extracomment>%1 is the program&apos;s name, %2 its version</extracomment>
        <translation>%1 %2

在局域网中聊天、传文件，全程加密，无需账号。

本机密钥：%3</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>About Landline</source>
        <translation>关于 Landline</translation>
    </message>
    <message>
        <source>Transfers under way: %1. Quit all the same?</source>
        <translation>还有 %1 个传输正在进行。仍要退出吗？</translation>
    </message>
    <message>
        <source>They stop now, and go on from where they are when both programs run again.</source>
        <translation>它们现在停下，等两边的程序再次运行时从当前位置继续。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send a f&amp;older...</source>
        <translation>发送文件夹(&amp;O)...</translation>
    </message>
    <message>
        <source>&amp;Settings for transfers...</source>
        <translation>传输设置(&amp;S)...</translation>
    </message>
</context>
<context>
    <name>landline::widgets::ResultDialog</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>另存为...</translation>
    </message>
    <message>
        <source>What:</source>
        <translation>内容：</translation>
    </message>
    <message>
        <source>%1, sent to %2</source>
        <translation>%1，发送到 %2</translation>
    </message>
    <message>
        <source>%1, received from %2</source>
        <translation>%1，接收自 %2</translation>
    </message>
    <message>
        <source>Result:</source>
        <translation>结果：</translation>
    </message>
    <message>
        <source>Why:</source>
        <translation>原因：</translation>
    </message>
    <message>
        <source>Stored:</source>
        <translation>已保存：</translation>
    </message>
    <message>
        <source>There already:</source>
        <translation>早已存在：</translation>
    </message>
    <message>
        <source>Renamed:</source>
        <translation>改了名：</translation>
    </message>
    <message>
        <source>Skipped:</source>
        <translation>跳过：</translation>
    </message>
    <message>
        <source>Failed:</source>
        <translation>失败：</translation>
    </message>
    <message>
        <source>Size:</source>
        <translation>大小：</translation>
    </message>
    <message>
        <source>%1, of which %2 did not have to be sent again</source>
        <translation>%1，其中 %2 无需再发</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Time:</source>
        <translation>用时：</translation>
    </message>
    <message>
        <source>%1, on average %2</source>
        <translation>%1，平均 %2</translation>
    </message>
    <message>
        <source>Saved to:</source>
        <translation>保存到：</translation>
    </message>
    <message>
        <source>XXH3-128:</source>
        <translation>XXH3-128：</translation>
    </message>
    <message>
        <source>What became of each file</source>
        <translation>每个文件的结果</translation>
    </message>
    <message>
        <source>No list of the files was kept.</source>
        <translation>没有保留文件清单。</translation>
    </message>
    <message>
        <source>Reading the list...</source>
        <translation>正在读取清单...</translation>
    </message>
    <message>
        <source>The list of the files is not there any more.</source>
        <translation>文件清单已不在。</translation>
    </message>
    <message>
        <source>Save the result as</source>
        <translation>结果另存为</translation>
    </message>
    <message>
        <source>landline-result</source>
        <translation>landline-结果</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>It could not be written to %1.</source>
        <translation>无法写入 %1。</translation>
    </message>
    <message>
        <source>The list goes on: these are its first %1 lines, and %2 that failed of the others. Save it to see all of it.</source>
        <translation>清单未完：这里是前 %1 行，以及其余部分中失败的 %2 行。另存后可查看全部。</translation>
    </message>
</context>
<context>
    <name>landline::widgets::SaveAsDialog</name>
    <message>
        <source>Save everything into a folder</source>
        <translation>全部保存到文件夹</translation>
    </message>
    <message>
        <source>Save the file as</source>
        <translation>文件另存为</translation>
    </message>
</context>
<context>
    <name>landline::widgets::SaveFolderRow</name>
    <message>
        <source>Save received files to</source>
        <translation>收到的文件保存到</translation>
    </message>
    <message>
        <source>S&amp;ave to</source>
        <translation>保存到(&amp;A)</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Choose the folder for received files</source>
        <translation>选择保存收到文件的文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the folder for received files</source>
        <translation>打开保存收到文件的文件夹</translation>
    </message>
</context>
<context>
    <name>landline::widgets::TransferActions</name>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Receive what is offered (Space)</source>
        <translation>接收对方要发送的内容（空格）</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>另存为...</translation>
    </message>
    <message>
        <source>Receive it under another name, or into another folder</source>
        <translation>换一个名称或文件夹接收</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Do not receive it (Del)</source>
        <translation>不接收（Del）</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop for now; nothing is lost (Space)</source>
        <translation>暂时停下，不会丢失任何内容（空格）</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on where it stopped (Space)</source>
        <translation>从停下的地方继续（空格）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the transfer for good (Del)</source>
        <translation>彻底停止传输（Del）</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Offer it again; what is there already is not sent again (Space)</source>
        <translation>再次发送；对方已有的不会重发（空格）</translation>
    </message>
    <message>
        <source>Move to top</source>
        <translation>移到最前</translation>
    </message>
    <message>
        <source>Begin it before the others that are queued</source>
        <translation>先于其他排队的传输开始</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Open the folder that it is in</source>
        <translation>打开它所在的文件夹</translation>
    </message>
    <message>
        <source>Result...</source>
        <translation>结果...</translation>
    </message>
    <message>
        <source>What became of each file (Alt+Enter)</source>
        <translation>每个文件的结果（Alt+Enter）</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copy name, state, path and digest of the selected transfers</source>
        <translation>复制所选传输的名称、状态、路径和摘要</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Pause every transfer</source>
        <translation>暂停所有传输</translation>
    </message>
    <message>
        <source>Continue all</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Go on with everything that is paused here</source>
        <translation>继续在本机暂停的所有传输</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败的</translation>
    </message>
    <message>
        <source>Offer everything again that did not arrive</source>
        <translation>再次发送所有没有送达的内容</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已完成</translation>
    </message>
    <message>
        <source>Remove what is over from the list; files stay</source>
        <translation>从列表中移除已结束的传输；文件不受影响</translation>
    </message>
    <message>
        <source>Open the file or folder (Enter)</source>
        <translation>打开文件或文件夹（Enter）</translation>
    </message>
</context>
<context>
    <name>landline::widgets::TransferPanel</name>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Progress of all transfers</source>
        <translation>全部传输的进度</translation>
    </message>
    <message>
        <source>Files done: %1</source>
        <translation>已完成文件：%1</translation>
    </message>
    <message>
        <source>Files: %1 of %2</source>
        <translation>文件：%1 / %2</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>No transfers yet. Drop files or folders onto the window to send them.</source>
        <translation>还没有传输。把文件或文件夹拖到窗口上即可发送。</translation>
    </message>
    <message>
        <source>Settings for transfers...</source>
        <translation>传输设置...</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All transfers</source>
        <translation>全部传输</translation>
    </message>
    <message>
        <source>What can be done to all transfers, and how they are run</source>
        <translation>对全部传输可做的操作，以及传输的方式</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>octets</comment>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>landline::widgets::TransferSettingsDialog</name>
    <message>
        <source>Settings for transfers</source>
        <translation>传输设置</translation>
    </message>
    <message>
        <source>Rate limit of all transfers together, in MB/s</source>
        <translation>所有传输合计的限速，单位 MB/s</translation>
    </message>
    <message>
        <source> MB/s</source>
        <translation> MB/s</translation>
    </message>
    <message>
        <source>no limit</source>
        <extracomment>Stands where the rate limit is 0</extracomment>
        <translation>不限速</translation>
    </message>
    <message>
        <source>Transfers at once with one peer</source>
        <translation>与同一成员同时进行的传输</translation>
    </message>
    <message>
        <source>Transfers at once in all</source>
        <translation>同时进行的全部传输</translation>
    </message>
    <message>
        <source>&amp;Rate limit, all together:</source>
        <translation>合计限速(&amp;R)：</translation>
    </message>
    <message>
        <source>At once with one &amp;peer:</source>
        <translation>与同一成员同时(&amp;P)：</translation>
    </message>
    <message>
        <source>At once in &amp;all:</source>
        <translation>总共同时(&amp;A)：</translation>
    </message>
    <message>
        <source>Where a &amp;name is taken:</source>
        <translation>遇到同名时(&amp;N)：</translation>
    </message>
    <message>
        <source>The last one is for offers that are accepted without a question, and proposed for the others.</source>
        <translation>最后一项用于不询问就接收的内容，其余的则作为建议。</translation>
    </message>
</context>
<context>
    <name>landline::widgets::errors</name>
    <message>
        <source>The other side sent something that makes no sense.</source>
        <translation>对方发来了无法理解的内容。</translation>
    </message>
    <message>
        <source>That is too large.</source>
        <translation>内容过大。</translation>
    </message>
    <message>
        <source>The other side said something out of turn.</source>
        <translation>对方在不恰当的时候发来了内容。</translation>
    </message>
    <message>
        <source>The other side runs a version that this one does not understand.</source>
        <translation>对方使用的版本与本程序不兼容。</translation>
    </message>
    <message>
        <source>A message claimed to come from somebody else.</source>
        <translation>有一条消息冒充他人。</translation>
    </message>
    <message>
        <source>No connection could be made. Is the address right, and the other computer on this network?</source>
        <translation>无法建立连接。请检查地址是否正确，以及对方是否在同一网络中。</translation>
    </message>
    <message>
        <source>There is no computer of this name.</source>
        <translation>找不到这个名称的计算机。</translation>
    </message>
    <message>
        <source>Nobody listens at this address and port.</source>
        <translation>该地址和端口上没有程序在监听。</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>连接已断开。</translation>
    </message>
    <message>
        <source>The other side did not answer in time.</source>
        <translation>对方没有及时应答。</translation>
    </message>
    <message>
        <source>The encrypted connection could not be set up.</source>
        <translation>无法建立加密连接。</translation>
    </message>
    <message>
        <source>The other side could not prove who it is.</source>
        <translation>对方无法证明自己的身份。</translation>
    </message>
    <message>
        <source>The other side has another key than before.</source>
        <translation>对方的密钥与以前不同。</translation>
    </message>
    <message>
        <source>The other side read too slowly and was disconnected.</source>
        <translation>对方接收太慢，已被断开。</translation>
    </message>
    <message>
        <source>The server has too many connections already.</source>
        <translation>服务器的连接数已达上限。</translation>
    </message>
    <message>
        <source>Another program uses this port already.</source>
        <translation>此端口已被其他程序占用。</translation>
    </message>
    <message>
        <source>This computer does not have this address.</source>
        <translation>本机没有这个地址。</translation>
    </message>
    <message>
        <source>The system does not permit this. Ports below 1024 are often kept for administrators.</source>
        <translation>系统不允许此操作。1024 以下的端口通常只供管理员使用。</translation>
    </message>
    <message>
        <source>The server disconnected you.</source>
        <translation>服务器已将您断开。</translation>
    </message>
    <message>
        <source>The server did not let you in.</source>
        <translation>服务器没有批准您加入。</translation>
    </message>
    <message>
        <source>The same key connected from elsewhere. If that was not you, your key may have been copied.</source>
        <translation>同一密钥从别处连接了。如果不是您本人，您的密钥可能已被复制。</translation>
    </message>
    <message>
        <source>The other side left.</source>
        <translation>对方已离开。</translation>
    </message>
    <message>
        <source>The other side is not here any more.</source>
        <translation>对方已不在线。</translation>
    </message>
    <message>
        <source>The other side does not know this transfer.</source>
        <translation>对方不知道这个传输。</translation>
    </message>
    <message>
        <source>This cannot be done here.</source>
        <translation>此处无法执行该操作。</translation>
    </message>
    <message>
        <source>Too much is waiting already. Try again when some of it is done.</source>
        <translation>等待中的项目已太多。请在完成一些后再试。</translation>
    </message>
    <message>
        <source>This request makes no sense.</source>
        <translation>该请求无效。</translation>
    </message>
    <message>
        <source>The other side declined.</source>
        <translation>对方已拒绝。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>The transfer was cut off before its end.</source>
        <translation>传输中途被切断。</translation>
    </message>
    <message>
        <source>The connection for this file was not recognised.</source>
        <translation>用于此文件的连接未被认可。</translation>
    </message>
    <message>
        <source>There is not enough free space in the save folder.</source>
        <translation>保存文件夹的可用空间不足。</translation>
    </message>
    <message>
        <source>The name of this file is not safe to save under.</source>
        <translation>以此文件名保存不安全。</translation>
    </message>
    <message>
        <source>This is not an ordinary file.</source>
        <translation>这不是普通文件。</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>无法读取此文件。</translation>
    </message>
    <message>
        <source>The file changed while it was sent.</source>
        <translation>文件在发送过程中被修改。</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>文件已不存在。</translation>
    </message>
    <message>
        <source>What arrived differs from what was sent. Nothing was saved.</source>
        <translation>收到的内容与发送的不一致，未保存任何文件。</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>无法写入文件。</translation>
    </message>
    <message>
        <source>This is busy just now.</source>
        <translation>目前正忙。</translation>
    </message>
    <message>
        <source>The system failed us.</source>
        <translation>系统发生故障。</translation>
    </message>
    <message>
        <source>There is no screen to show a window on.</source>
        <translation>没有可以显示窗口的屏幕。</translation>
    </message>
    <message>
        <source>A file of this name is there already and is kept.</source>
        <translation>已有同名文件，予以保留。</translation>
    </message>
    <message>
        <source>A link that leads out of the folder is not followed.</source>
        <translation>指向文件夹之外的链接不会被跟随。</translation>
    </message>
    <message>
        <source>Other transfers come first.</source>
        <translation>其他传输排在前面。</translation>
    </message>
    <message>
        <source>The transfer is paused.</source>
        <translation>传输已暂停。</translation>
    </message>
</context>
</TS>
