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
    <message>
        <source>Find servers on this &amp;network</source>
        <translation>在本网络中查找服务器(&amp;N)</translation>
    </message>
    <message>
        <source>Look for them &amp;also on</source>
        <translation>也在这些接口上查找(&amp;A)</translation>
    </message>
    <message>
        <source>Over a plain connection there is nobody but the server: choose it.</source>
        <translation>明文连接中只有服务器一方：请选择它。</translation>
    </message>
    <message>
        <source>Not connected. Choose a server nearby, or say above which one, then connect.</source>
        <translation>未连接。请选择附近的服务器，或在上方填写，然后连接。</translation>
    </message>
    <message>
        <source>Nothing said yet. Write below, or drop files here. Nothing of it is encrypted.</source>
        <translation>还没有消息。在下方输入，或把文件拖到这里。内容不加密。</translation>
    </message>
    <message>
        <source>&amp;Why can&apos;t I connect?</source>
        <translation>为什么连不上(&amp;W)？</translation>
    </message>
    <message>
        <source>Why can&apos;t I connect?</source>
        <translation>为什么连不上？</translation>
    </message>
    <message>
        <source>Disconnect first, then say which server.</source>
        <translation>请先断开，再填写服务器。</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>You are connected to another server. Leave it for %1?</source>
        <translation>您已连接到另一台服务器。要换到 %1 吗？</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>切换</translation>
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
    <message>
        <source>Plain, &amp;unencrypted</source>
        <translation>明文，不加密(&amp;U)</translation>
    </message>
    <message>
        <source>For servers that speak nothing but raw text, such as netcat or a learner&apos;s first server. Everybody on the network can read and change what is said, and nobody proves who they are.</source>
        <translation>用于只会收发原始文本的服务器，例如 netcat 或初学者写的第一个服务器。网络上的任何人都能看到并改动内容，双方身份都没有证明。</translation>
    </message>
    <message>
        <source>Connecting to %1, unencrypted...</source>
        <translation>正在连接 %1，不加密…</translation>
    </message>
    <message>
        <source>Connected to %1: plain, unencrypted</source>
        <translation>已连接到 %1：明文，未加密</translation>
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
    <message>
        <source>Whether servers are announced and found on the local network: on or off.</source>
        <translation>是否在局域网中公布和查找服务器：on 或 off。</translation>
    </message>
    <message>
        <source>Announces or looks for servers on this network interface, too, though it is left out by default (VPN, container). May be given several times.</source>
        <translation>也在这个默认排除的网络接口（VPN、容器）上公布或查找服务器。可以多次给出。</translation>
    </message>
    <message>
        <source>INTERFACE</source>
        <translation>接口</translation>
    </message>
    <message>
        <source>--discover-on makes no sense with --discovery off.</source>
        <translation>--discover-on 与 --discovery off 一起没有意义。</translation>
    </message>
    <message>
        <source>--%1 and --%2 cannot be combined.</source>
        <translation>--%1 与 --%2 不能同时使用。</translation>
    </message>
    <message>
        <source>--discover makes no sense with --discovery off.</source>
        <translation>--discover 与 --discovery off 一起没有意义。</translation>
    </message>
    <message>
        <source>--doctor needs --connect: it examines the way to one server.</source>
        <translation>--doctor 需要 --connect：它检查通往某一台服务器的路径。</translation>
    </message>
    <message>
        <source>What unencrypted peers without Landline (netcat, a device) may do: off (the default), text, or text and files. With files, a text such as Q&amp;A&amp;2024 is taken for the announcement of a file.</source>
        <translation>允许不用 Landline 的不加密成员（netcat、设备）做什么：off（默认）、text（文本）或 files（文本和文件）。开启文件后，形如 Q&amp;A&amp;2024 的文本会被当作文件通告。</translation>
    </message>
    <message>
        <source>With --headless: gives up after so many seconds; with --discover: looks for so long (3).</source>
        <translation>配合 --headless：超过这么多秒就放弃；配合 --discover：查找这么多秒（默认 3）。</translation>
    </message>
    <message>
        <source>Connects without encryption to a plain text server: one that knows raw text, or name&amp;size and ok for files. Nothing that is sent or received so is private or verified.</source>
        <translation>不加密地连接到明文服务器：只懂原始文本，或以 name&amp;size 和 ok 传文件的服务器。这样收发的内容既不保密，也不校验。</translation>
    </message>
    <message>
        <source>Lists the servers that are found on the local network, without a window, and leaves.</source>
        <translation>不开窗口，列出在局域网中找到的服务器，然后退出。</translation>
    </message>
    <message>
        <source>Says step by step whether and why the server of --connect cannot be reached, without a window, and leaves.</source>
        <translation>不开窗口，逐步说明 --connect 的服务器能否到达以及原因，然后退出。</translation>
    </message>
</context>
<context>
    <name>landline::console::ServerList</name>
    <message>
        <source>%1  %2  (known, key %3)</source>
        <extracomment>%1 is an address, %2 the name that a server gives itself, %3 its fingerprint</extracomment>
        <translation>%1  %2  （已知，密钥 %3）</translation>
    </message>
    <message>
        <source>%1  %2  (new, key %3)</source>
        <translation>%1  %2  （新，密钥 %3）</translation>
    </message>
    <message>
        <source>No server was found on this network. If one runs, ask for its address: not every network lets servers be found.</source>
        <translation>在本网络中没有找到服务器。如果有服务器在运行，请询问它的地址：并非每个网络都允许查找服务器。</translation>
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
    <message>
        <source>%1 is here, unencrypted.</source>
        <translation>%1 来了，未加密。</translation>
    </message>
    <message>
        <source>Connected to %1: a plain connection, nothing of it is encrypted or verified.</source>
        <translation>已连接到 %1：明文连接，内容既不加密也不校验。</translation>
    </message>
    <message>
        <source>%1 is offered to %2.</source>
        <translation>已向 %2 提出发送 %1。</translation>
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
    <message>
        <source>%1: %2 of the files failed, the others are through, not verified (%3). %4</source>
        <translation>%1：%2 个文件失败，其余已传完，未校验（%3）。%4</translation>
    </message>
    <message>
        <source>%1 was sent to %2, not verified (%3).</source>
        <translation>%1 已发送给 %2，未校验（%3）。</translation>
    </message>
    <message>
        <source>%1 was received from %2 and saved as %3, not verified (%4).</source>
        <translation>%1 已从 %2 收到并保存为 %3，未校验（%4）。</translation>
    </message>
    <message>
        <source>%1 is not finished (%2). A plain connection cannot go on with it: it has to be sent again.</source>
        <translation>%1 未完成（%2）。明文连接不能续传：需要重新发送。</translation>
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
    <name>landline::models::DatagramLogModel</name>
    <message>
        <source>received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>echoed</source>
        <extracomment>A datagram that was sent as the answer to one with the same octets</extracomment>
        <translation>回送</translation>
    </message>
    <message>
        <source>(empty)</source>
        <extracomment>Stands where a datagram has no octets</extracomment>
        <translation>（空）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>From or to</source>
        <translation>来自或发往</translation>
    </message>
    <message>
        <source>Octets</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>landline::models::DoctorText</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Landline server</source>
        <translation>Landline 服务器</translation>
    </message>
    <message>
        <source>Admission</source>
        <translation>批准加入</translation>
    </message>
    <message>
        <source>Single datagrams</source>
        <translation>单播数据报</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>广播</translation>
    </message>
    <message>
        <source>Multicast</source>
        <translation>组播</translation>
    </message>
    <message>
        <source>Looking the name up...</source>
        <translation>正在查询名称…</translation>
    </message>
    <message>
        <source>Looking for the route...</source>
        <translation>正在查找路由…</translation>
    </message>
    <message>
        <source>Connecting...</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Finding out what answers...</source>
        <translation>正在弄清对面是什么程序…</translation>
    </message>
    <message>
        <source>Asking to be let in...</source>
        <translation>正在请求加入…</translation>
    </message>
    <message>
        <source>A person at the server has to let this computer in. Waiting...</source>
        <translation>需要服务器处的人批准本机加入。正在等待…</translation>
    </message>
    <message>
        <source>Trying, in both directions...</source>
        <translation>正在双向测试…</translation>
    </message>
    <message>
        <source>%1 to the server, %2</source>
        <extracomment>%1 is &quot;Single datagrams&quot;, &quot;Broadcast&quot; or &quot;Multicast&quot;, %2 the name of a network interface</extracomment>
        <translation>%1，发往服务器，%2</translation>
    </message>
    <message>
        <source>%1 from the server, %2</source>
        <extracomment>%1 is &quot;Single datagrams&quot;, &quot;Broadcast&quot; or &quot;Multicast&quot;, %2 the name of a network interface</extracomment>
        <translation>%1，来自服务器，%2</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>未测试</translation>
    </message>
    <message>
        <source>Starting...</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Connecting works, but not all datagrams get through.</source>
        <translation>可以连接，但并非所有数据报都能通过。</translation>
    </message>
    <message>
        <source>Stopped before the end.</source>
        <translation>中途停止。</translation>
    </message>
    <message>
        <source>All is well: this computer can talk to the server.</source>
        <translation>一切正常：本机可以与服务器通信。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is &quot;Single datagrams&quot;, &quot;Broadcast&quot; or &quot;Multicast&quot;, %2 the name of a network interface
----------
Two or more steps of the network doctor of which the same is said</extracomment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>They arrive, in both directions.</source>
        <translation>双向都能到达。</translation>
    </message>
    <message>
        <source>Landline network doctor: %1</source>
        <translation>Landline 网络诊断：%1</translation>
    </message>
    <message>
        <source>%1 is an address: no name has to be looked up.</source>
        <translation>%1 是地址：不需要查询名称。</translation>
    </message>
    <message>
        <source>%1 is %2 (%3 ms).</source>
        <translation>%1 即 %2（%3 毫秒）。</translation>
    </message>
    <message>
        <source>It is not said which server, or at which port.</source>
        <translation>没有填写服务器或端口。</translation>
    </message>
    <message>
        <source>Write the server&apos;s name or address and its port at the top of the window. The usual port is 6677.</source>
        <translation>请在窗口上方填写服务器的名称或地址以及端口。常用端口是 6677。</translation>
    </message>
    <message>
        <source>%1 is not the address of a single computer.</source>
        <translation>%1 不是某一台计算机的地址。</translation>
    </message>
    <message>
        <source>0.0.0.0 and :: are what a server listens on. Use an address that the server&apos;s window shows.</source>
        <translation>0.0.0.0 和 :: 是服务器监听用的。请使用服务器窗口显示的地址。</translation>
    </message>
    <message>
        <source>%1 is valid in one network only, and it is not said in which.</source>
        <translation>%1 只在某一个网络内有效，但没有说明是哪一个。</translation>
    </message>
    <message>
        <source>Write the interface behind it, for example %1%eth0, or use the server&apos;s IPv4 address.</source>
        <translation>请在其后写上接口，例如 %1%eth0，或使用服务器的 IPv4 地址。</translation>
    </message>
    <message>
        <source>No computer is known by the name %1.</source>
        <translation>没有名为 %1 的计算机。</translation>
    </message>
    <message>
        <source>Check the spelling. Or use the address that the server&apos;s window shows: in many local networks names of computers are not known.</source>
        <translation>请检查拼写，或使用服务器窗口显示的地址：许多局域网不能识别计算机名。</translation>
    </message>
    <message>
        <source>Nobody said within %2 s what the name %1 stands for.</source>
        <translation>%2 秒内没有查到名称 %1 对应的地址。</translation>
    </message>
    <message>
        <source>The name server of this network does not answer. Use the address that the server&apos;s window shows.</source>
        <translation>本网络的域名服务器没有应答。请使用服务器窗口显示的地址。</translation>
    </message>
    <message>
        <source>The server is on this computer itself.</source>
        <translation>服务器就在本机上。</translation>
    </message>
    <message>
        <source>In the same network, through %1 (own address %2).</source>
        <translation>在同一网络中，经由 %1（本机地址 %2）。</translation>
    </message>
    <message>
        <source>In another network: through %1 (own address %2) and the router %3. Broadcasts do not get there.</source>
        <translation>在另一个网络中：经由 %1（本机地址 %2）和路由器 %3。广播到不了那里。</translation>
    </message>
    <message>
        <source>Through %1 (own address %2), which is a VPN or another tunnel.</source>
        <translation>经由 %1（本机地址 %2），这是 VPN 或其他隧道。</translation>
    </message>
    <message>
        <source>This system does not say which way it takes.</source>
        <translation>本系统没有说明走哪条路径。</translation>
    </message>
    <message>
        <source>Nothing has to be done.</source>
        <translation>无需处理。</translation>
    </message>
    <message>
        <source>This computer is not connected to any network.</source>
        <translation>本机没有连接任何网络。</translation>
    </message>
    <message>
        <source>Plug in the cable, or join the Wi-Fi that the server is in.</source>
        <translation>请插好网线，或加入服务器所在的 Wi-Fi。</translation>
    </message>
    <message>
        <source>From this computer no way leads to %1.</source>
        <translation>本机没有通往 %1 的路径。</translation>
    </message>
    <message>
        <source>The server is in a network that this computer is not in. Join the same network or VPN, or use another address of the server.</source>
        <translation>服务器所在的网络本机不在其中。请加入同一网络或 VPN，或使用服务器的另一个地址。</translation>
    </message>
    <message>
        <source>A rule on this computer forbids connections to %1.</source>
        <translation>本机的规则禁止连接到 %1。</translation>
    </message>
    <message>
        <source>Look at its routes, its VPN and its firewall, or ask whoever looks after it.</source>
        <translation>请检查本机的路由、VPN 和防火墙，或询问管理员。</translation>
    </message>
    <message>
        <source>%1 takes the connection (%2 ms).</source>
        <translation>%1 接受连接（%2 毫秒）。</translation>
    </message>
    <message>
        <source>%1 takes the connection, but %2, which has the same name, does not.</source>
        <translation>%1 接受连接，但同名的 %2 不接受。</translation>
    </message>
    <message>
        <source>Connect to %1 itself: by its name it takes long, or fails.</source>
        <translation>请直接连接 %1：用名称连接会很慢或失败。</translation>
    </message>
    <message>
        <source>The computer is there, but nothing listens at %1.</source>
        <translation>计算机在线，但 %1 上没有程序在监听。</translation>
    </message>
    <message>
        <source>Press Listen in the server&apos;s window, and compare the port. If it does listen, a firewall turns the connection away.</source>
        <translation>请在服务器窗口按“开始监听”，并核对端口。如果它已在监听，就是防火墙拒绝了连接。</translation>
    </message>
    <message>
        <source>No answer from %1 within %2 s.</source>
        <translation>%2 秒内 %1 没有应答。</translation>
    </message>
    <message>
        <source>Is the other computer on, and this its address? If so, a firewall drops the connection: allow Landline in the firewall of the server&apos;s computer. Guest Wi-Fi often keeps computers apart, too.</source>
        <translation>对方计算机开机了吗？地址对吗？如果都对，就是防火墙丢弃了连接：请在服务器计算机的防火墙中允许 Landline。访客 Wi-Fi 也常常隔离各台计算机。</translation>
    </message>
    <message>
        <source>No computer answers at the address of %1.</source>
        <translation>%1 的地址上没有计算机应答。</translation>
    </message>
    <message>
        <source>It is off, in another network, or has got another address meanwhile: compare with what the server&apos;s window shows.</source>
        <translation>它可能已关机、在另一个网络中，或换了地址：请与服务器窗口显示的核对。</translation>
    </message>
    <message>
        <source>Join the network or VPN that the server is in.</source>
        <translation>请加入服务器所在的网络或 VPN。</translation>
    </message>
    <message>
        <source>This computer itself does not permit a connection to %1.</source>
        <translation>本机自身不允许连接到 %1。</translation>
    </message>
    <message>
        <source>Allow Landline in this computer&apos;s firewall.</source>
        <translation>请在本机防火墙中允许 Landline。</translation>
    </message>
    <message>
        <source>%1 took the connection and cut it at once.</source>
        <translation>%1 接受了连接，又立即切断。</translation>
    </message>
    <message>
        <source>The server may have too many connections: try again in a minute. Else a firewall or a proxy between the two cuts it, or another program uses this port.</source>
        <translation>服务器的连接可能过多：请一分钟后再试。否则是中间的防火墙或代理切断了它，或者此端口被其他程序使用。</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>无法到达 %1：%2。</translation>
    </message>
    <message>
        <source>Check the address and the network.</source>
        <translation>请检查地址和网络。</translation>
    </message>
    <message>
        <source>It is a Landline server that is known here: %2, key %1.</source>
        <translation>是本机已知的 Landline 服务器：%2，密钥 %1。</translation>
    </message>
    <message>
        <source>It is a Landline server, seen for the first time: key %1.</source>
        <translation>是 Landline 服务器，首次见到：密钥 %1。</translation>
    </message>
    <message>
        <source>Another server answers than before: its key is %1, known is %2.</source>
        <translation>应答的不是以前的服务器：它的密钥是 %1，已知的是 %2。</translation>
    </message>
    <message>
        <source>If the server was set up anew or has got another address, connect and decide about the key. If not, somebody may pretend to be it: ask at the server what its key is.</source>
        <translation>如果服务器重新安装过或换了地址，请连接并决定是否信任新密钥。否则可能有人冒充它：请到服务器处询问它的密钥。</translation>
    </message>
    <message>
        <source>The server has the same key as this client (%1).</source>
        <translation>服务器与本客户端的密钥相同（%1）。</translation>
    </message>
    <message>
        <source>The profile was copied. Start one of the two with a profile of its own (--profile).</source>
        <translation>配置文件夹被复制过。请让其中一个使用自己的配置文件夹（--profile）。</translation>
    </message>
    <message>
        <source>A web server answers there, not Landline: &quot;%1&quot;.</source>
        <translation>那里应答的是网页服务器，不是 Landline：“%1”。</translation>
    </message>
    <message>
        <source>Check the port: the server&apos;s window shows it, the usual one is 6677.</source>
        <translation>请检查端口：服务器窗口会显示，常用的是 6677。</translation>
    </message>
    <message>
        <source>Something answers in plain text, not Landline: &quot;%1&quot;.</source>
        <translation>那里以明文应答，不是 Landline：“%1”。</translation>
    </message>
    <message>
        <source>If it is a plain text server, connect with the switch for plain connections. Else check the port.</source>
        <translation>如果是明文服务器，请打开明文连接开关再连接。否则请检查端口。</translation>
    </message>
    <message>
        <source>Another program answers there, not Landline (%1).</source>
        <translation>那里应答的是其他程序，不是 Landline（%1）。</translation>
    </message>
    <message>
        <source>An encrypted server answers there, but not Landline: %1</source>
        <translation>那里应答的是加密服务器，但不是 Landline：%1</translation>
    </message>
    <message>
        <source>Check the port: a web or mail server may use this one.</source>
        <translation>请检查端口：它可能被网页或邮件服务器使用。</translation>
    </message>
    <message>
        <source>The encrypted connection does not come about: %1.</source>
        <translation>无法建立加密连接：%1。</translation>
    </message>
    <message>
        <source>Is it a Landline server, and of a version like this one? Something between the two that looks into encrypted connections breaks them, too.</source>
        <translation>它是 Landline 服务器吗？版本与本机相近吗？中间检查加密连接的设备也会破坏连接。</translation>
    </message>
    <message>
        <source>The connection is taken, but nothing answers within %1 s.</source>
        <translation>连接被接受，但 %1 秒内没有应答。</translation>
    </message>
    <message>
        <source>If it is a plain text server, which waits to be talked to, connect with the switch for plain connections. If it is Landline, it hangs: start it again.</source>
        <translation>如果它是等待对方先说话的明文服务器，请打开明文连接开关再连接。如果是 Landline，则它已停止响应：请重新启动它。</translation>
    </message>
    <message>
        <source>The connection is closed at once, without a word.</source>
        <translation>连接立即被关闭，没有任何说明。</translation>
    </message>
    <message>
        <source>The server may have too many connections: try again in a minute. Else it is not Landline.</source>
        <translation>服务器的连接可能过多：请一分钟后再试。否则它不是 Landline。</translation>
    </message>
    <message>
        <source>%1 lets this computer in.</source>
        <translation>%1 批准本机加入。</translation>
    </message>
    <message>
        <source>This client is connected to %1.</source>
        <translation>本客户端已连接到 %1。</translation>
    </message>
    <message>
        <source>A person at the server has to let this computer in, and nobody did within %1 s.</source>
        <translation>需要服务器处的人批准本机加入，但 %1 秒内没有人批准。</translation>
    </message>
    <message>
        <source>Connect, and ask somebody at the server to press Let in.</source>
        <translation>请连接，并请服务器处的人按“批准”。</translation>
    </message>
    <message>
        <source>The server does not let this computer in: &quot;%1&quot;.</source>
        <translation>服务器不批准本机加入：“%1”。</translation>
    </message>
    <message>
        <source>Ask whoever runs the server. It can let everybody in, or take a refusal back.</source>
        <translation>请询问服务器的管理者。服务器可以对所有人开放，也可以撤回拒绝。</translation>
    </message>
    <message>
        <source>The server is full.</source>
        <translation>服务器已满。</translation>
    </message>
    <message>
        <source>Try again when somebody has left.</source>
        <translation>请在有人离开后再试。</translation>
    </message>
    <message>
        <source>The server runs a version that does not understand this one: &quot;%1&quot;.</source>
        <translation>服务器的版本与本机不兼容：“%1”。</translation>
    </message>
    <message>
        <source>Install the same version on both computers.</source>
        <translation>请在两台计算机上安装相同版本。</translation>
    </message>
    <message>
        <source>Meanwhile another program has connected with this client&apos;s key.</source>
        <translation>其间另一个程序用本客户端的密钥连接了。</translation>
    </message>
    <message>
        <source>If that was this client itself, run the doctor again. If not, the key may have been copied.</source>
        <translation>如果那就是本客户端自己，请重新诊断。否则密钥可能被复制。</translation>
    </message>
    <message>
        <source>The server stops just now, or its owner ended the connection.</source>
        <translation>服务器正在停止，或其管理者断开了连接。</translation>
    </message>
    <message>
        <source>Try again when it listens.</source>
        <translation>请在它监听时再试。</translation>
    </message>
    <message>
        <source>The server does not answer within %1 s.</source>
        <translation>服务器在 %1 秒内没有应答。</translation>
    </message>
    <message>
        <source>It may be very busy, or hang. Try again, or start it again.</source>
        <translation>它可能很忙或已停止响应。请再试，或重新启动它。</translation>
    </message>
    <message>
        <source>The connection was cut while this computer asked to be let in.</source>
        <translation>本机请求加入时连接被切断。</translation>
    </message>
    <message>
        <source>Run the doctor again. If it happens each time, the network or the server is to blame.</source>
        <translation>请重新诊断。如果每次都这样，就是网络或服务器的问题。</translation>
    </message>
    <message>
        <source>Another server answers than a moment ago.</source>
        <translation>应答的服务器与刚才的不同。</translation>
    </message>
    <message>
        <source>Two computers have the same address, or somebody interferes. Ask whoever looks after the network.</source>
        <translation>有两台计算机使用同一地址，或有人干扰。请询问网络管理员。</translation>
    </message>
    <message>
        <source>The server does not let this computer in (%1): %2</source>
        <translation>服务器不批准本机加入（%1）：%2</translation>
    </message>
    <message>
        <source>Ask whoever runs the server.</source>
        <translation>请询问服务器的管理者。</translation>
    </message>
    <message>
        <source>They arrive.</source>
        <translation>能到达。</translation>
    </message>
    <message>
        <source>None of them reach the server.</source>
        <translation>全都到不了服务器。</translation>
    </message>
    <message>
        <source>Allow UDP in the firewall of the server&apos;s computer. Some switches and Wi-Fi routers drop broadcasts and multicasts: servers are then not found by themselves, connecting by address still works.</source>
        <translation>请在服务器计算机的防火墙中允许 UDP。有些交换机和 Wi-Fi 路由器会丢弃广播和组播：这时不能自动找到服务器，但仍可按地址连接。</translation>
    </message>
    <message>
        <source>None of them reach this computer.</source>
        <translation>全都到不了本机。</translation>
    </message>
    <message>
        <source>Allow UDP in this computer&apos;s firewall. Some switches and Wi-Fi routers drop broadcasts and multicasts: servers are then not found by themselves, connecting by address still works.</source>
        <translation>请在本机防火墙中允许 UDP。有些交换机和 Wi-Fi 路由器会丢弃广播和组播：这时不能自动找到服务器，但仍可按地址连接。</translation>
    </message>
    <message>
        <source>This computer refuses to send them.</source>
        <translation>本机拒绝发送。</translation>
    </message>
    <message>
        <source>Look at its firewall and its routes.</source>
        <translation>请检查防火墙和路由。</translation>
    </message>
    <message>
        <source>A router is between, and it does not pass them on. That is as it should be.</source>
        <translation>中间有路由器，不会转发它们。这是正常的。</translation>
    </message>
    <message>
        <source>Servers there are not found by themselves: connect by address.</source>
        <translation>那里的服务器不能自动找到：请按地址连接。</translation>
    </message>
    <message>
        <source>Nothing is heard: the server is not in the network of this interface, or they are dropped.</source>
        <translation>没有收到：服务器不在这个接口的网络中，或者被丢弃了。</translation>
    </message>
    <message>
        <source>Nothing has to be done: the connection takes another way.</source>
        <translation>无需处理：连接走另一条路径。</translation>
    </message>
    <message>
        <source>This interface cannot do that.</source>
        <translation>这个接口不支持。</translation>
    </message>
    <message>
        <source>Nothing has to be done: tunnels and the like cannot.</source>
        <translation>无需处理：隧道之类的接口不支持。</translation>
    </message>
    <message>
        <source>No datagrams can be tried: %1.</source>
        <translation>无法测试数据报：%1。</translation>
    </message>
    <message>
        <source>Close other programs, and try again.</source>
        <translation>请关闭其他程序后再试。</translation>
    </message>
    <message>
        <source>The server does not take part in this.</source>
        <translation>服务器不参与此项测试。</translation>
    </message>
    <message>
        <source>It may be of an older version. Connecting, talking and sending files do not need datagrams.</source>
        <translation>它可能是较旧的版本。连接、聊天和传文件不需要数据报。</translation>
    </message>
    <message>
        <source>The server is trying this with others just now.</source>
        <translation>服务器正在与别人做此项测试。</translation>
    </message>
    <message>
        <source>Run the doctor again in some seconds.</source>
        <translation>请几秒后重新诊断。</translation>
    </message>
    <message>
        <source>The connection to the server was lost meanwhile.</source>
        <translation>其间与服务器的连接断开了。</translation>
    </message>
    <message>
        <source>Run the doctor again.</source>
        <translation>请重新诊断。</translation>
    </message>
    <message>
        <source>Not tried, because of the problem above.</source>
        <translation>因上面的问题未测试。</translation>
    </message>
    <message>
        <source>Stopped before its end.</source>
        <translation>中途停止。</translation>
    </message>
    <message>
        <source>A firewall turns the connection to %1 away.</source>
        <translation>防火墙拒绝了到 %1 的连接。</translation>
    </message>
    <message>
        <source>Allow Landline in the firewall of the server&apos;s computer. If that is done, it is a firewall on the way: ask whoever looks after the network.</source>
        <translation>请在服务器所在计算机的防火墙中允许 Landline。如果已经允许，那就是途中的防火墙：请联系网络管理员。</translation>
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
    <name>landline::models::LeftOutInterfaces</name>
    <message>
        <source>%1 (VPN or tunnel, %2)</source>
        <extracomment>%1 is the name of a network interface, %2 its address</extracomment>
        <translation>%1（VPN 或隧道，%2）</translation>
    </message>
    <message>
        <source>%1 (containers or virtual machines, %2)</source>
        <translation>%1（容器或虚拟机，%2）</translation>
    </message>
    <message>
        <source>%1 (no address from the network, %2)</source>
        <translation>%1（没有从网络得到地址，%2）</translation>
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
    <message>
        <source>Plain peers are switched off.</source>
        <translation>明文成员已关闭。</translation>
    </message>
    <message>
        <source>Plain peers may send text, unencrypted.</source>
        <translation>明文成员可以发送文本，不加密。</translation>
    </message>
    <message>
        <source>Plain peers may send text and files, unencrypted.</source>
        <translation>明文成员可以发送文本和文件，不加密。</translation>
    </message>
    <message>
        <source>%1 joined, unencrypted.</source>
        <translation>%1 加入，未加密。</translation>
    </message>
    <message>
        <source>%1 sent to %2, not verified: %3.</source>
        <translation>%1 已发送到 %2，未校验：%3。</translation>
    </message>
    <message>
        <source>%1 received from %2, not verified: %3.</source>
        <translation>%1 已从 %2 接收，未校验：%3。</translation>
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
    <message>
        <source>%1, unencrypted</source>
        <translation>%1，未加密</translation>
    </message>
    <message>
        <source>%1 (%2), unencrypted</source>
        <translation>%1 (%2)，未加密</translation>
    </message>
</context>
<context>
    <name>landline::models::ServerModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1, %2, key %3, connected</source>
        <translation>%1，%2，密钥 %3，已连接</translation>
    </message>
    <message>
        <source>%1, %2, key %3, known</source>
        <translation>%1，%2，密钥 %3，已知</translation>
    </message>
    <message>
        <source>%1, %2, key %3, new</source>
        <translation>%1，%2，密钥 %3，新</translation>
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
    <message>
        <source>saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>sent, not verified</source>
        <translation>已发送，未校验</translation>
    </message>
    <message>
        <source>received, not verified</source>
        <translation>已接收，未校验</translation>
    </message>
    <message>
        <source>%1 of %2 sent, not verified</source>
        <translation>已发送 %1/%2，未校验</translation>
    </message>
    <message>
        <source>%1 of %2 received, not verified</source>
        <translation>已接收 %1/%2，未校验</translation>
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
        <translation>正在监听（TLS）：%1</translation>
    </message>
    <message>
        <source>P&amp;lain peers</source>
        <translation>明文成员(&amp;L)</translation>
    </message>
    <message>
        <source>What plain, unencrypted peers may do</source>
        <translation>允许明文（不加密）成员做什么</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Text and files</source>
        <translation>文本和文件</translation>
    </message>
    <message>
        <source>Whether netcat, a device or a program of your own may connect without Landline.
Everybody on the way can read and change what goes to and from such peers, and nobody knows who they are.
They are let in without a question, also where new peers are asked about.
With files: a message such as Q&amp;A&amp;2024 is taken for the announcement of a file named Q&amp;A of 2024 bytes.</source>
        <translation>是否允许 netcat、设备或您自己的程序不用 Landline 就连接。
途中的任何人都能看到并改动与它们往来的内容，也无从得知它们是谁。
它们不经询问即可加入，即使新成员需要先获批准。
开启文件后：形如 Q&amp;A&amp;2024 的消息会被当作名为 Q&amp;A、2024 字节的文件通告。</translation>
    </message>
    <message>
        <source>Listening, TLS and unencrypted: %1</source>
        <extracomment>%1 is one or more addresses</extracomment>
        <translation>正在监听（TLS 与不加密）：%1</translation>
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
    <message>
        <source>A&amp;nnounce this server on the network</source>
        <translation>在网络中公布本服务器(&amp;N)</translation>
    </message>
    <message>
        <source>Announce it &amp;also on</source>
        <translation>也在这些接口上公布(&amp;A)</translation>
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
    <name>landline::widgets::DatagramPanel</name>
    <message>
        <source>There is no way there. Choose an interface for groups and broadcasts.</source>
        <translation>无法到达。请为组播和广播选择接口。</translation>
    </message>
    <message>
        <source>Another program uses this port, and one of the two does not share it.</source>
        <translation>此端口被其他程序使用，而其中一方没有共享它。</translation>
    </message>
    <message>
        <source>The system has no room for more datagrams just now: this one was not sent.</source>
        <translation>系统暂时没有空间容纳更多数据报：这个没有发出。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A sentence for people, and the technical detail
----------
A number of datagrams, and their size in brackets</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Not bound</source>
        <translation>未绑定</translation>
    </message>
    <message>
        <source>Port %1</source>
        <translation>端口 %1</translation>
    </message>
    <message>
        <source>%1: in %2, out %3</source>
        <extracomment>%1 is where the socket is bound; %2 and %3 are each a number of datagrams and their size</extracomment>
        <translation>%1：收 %2，发 %3</translation>
    </message>
    <message>
        <source>%1, not listed %2</source>
        <extracomment>%1 is what was counted, %2 the number of datagrams that came too fast for the list</extracomment>
        <translation>%1，未列出 %2</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Fill everything in as the classic examples have it</source>
        <translation>按经典示例填写所有内容</translation>
    </message>
    <message>
        <source>Best effort, unencrypted</source>
        <translation>尽力而为，不加密</translation>
    </message>
    <message>
        <source>Datagrams may be lost, doubled or overtake each other, and anybody on the way can read
and forge them.</source>
        <translation>数据报可能丢失、重复或乱序，途中的任何人都能查看
和伪造它们。</translation>
    </message>
    <message>
        <source>Unicast, port %1</source>
        <translation>单播，端口 %1</translation>
    </message>
    <message>
        <source>Broadcast, port %1</source>
        <translation>广播，端口 %1</translation>
    </message>
    <message>
        <source>Echo, port %1</source>
        <translation>回送，端口 %1</translation>
    </message>
    <message>
        <source>Multicast group %1, port %2</source>
        <translation>组播组 %1，端口 %2</translation>
    </message>
    <message>
        <source>Datagrams that came and went</source>
        <translation>收发的数据报</translation>
    </message>
    <message>
        <source>Show as hex</source>
        <translation>以十六进制显示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected datagrams, or all that are shown</source>
        <translation>复制选中的数据报；未选中则复制显示的所有</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Bound. What comes is listed here; what is sent, too.</source>
        <translation>已绑定。收到和发出的都列在这里。</translation>
    </message>
    <message>
        <source>Nothing is heard yet: bind a port, or choose one of the examples.</source>
        <translation>还没有收听：请绑定端口，或选择一个示例。</translation>
    </message>
</context>
<context>
    <name>landline::widgets::DatagramSendForm</name>
    <message>
        <source>Address to send datagrams to</source>
        <translation>数据报的目的地址</translation>
    </message>
    <message>
        <source>The IP address of a computer, 255.255.255.255 for everyone on the network, an
interface&apos;s own broadcast address, or a multicast group</source>
        <translation>某台计算机的 IP 地址；255.255.255.255 表示网络上的所有人；
某个接口自己的广播地址；或组播组</translation>
    </message>
    <message>
        <source>Port to send datagrams to</source>
        <translation>数据报的目的端口</translation>
    </message>
    <message>
        <source>How the octets are written</source>
        <translation>字节的书写方式</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>What to send as a datagram</source>
        <translation>要作为数据报发送的内容</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send the datagram once</source>
        <translation>发送一次数据报</translation>
    </message>
    <message>
        <source>Interval of the periodic sender, in milliseconds</source>
        <translation>周期发送的间隔，单位毫秒</translation>
    </message>
    <message>
        <source> ms</source>
        <extracomment>Behind a number: milliseconds</extracomment>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发往</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>每隔</translation>
    </message>
    <message>
        <source>%1 - %2</source>
        <extracomment>%1 is an address, %2 says what is behind it</extracomment>
        <translation>%1 - %2</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>everyone on the network</source>
        <translation>网络上的所有人</translation>
    </message>
    <message>
        <source>everyone at %1</source>
        <translation>%1 上的所有人</translation>
    </message>
    <message>
        <source>a multicast group</source>
        <translation>组播组</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Stop the periodic sender</source>
        <translation>停止周期发送</translation>
    </message>
    <message>
        <source>Start the periodic sender</source>
        <translation>开始周期发送</translation>
    </message>
    <message>
        <source>Not hex: %1</source>
        <translation>不是十六进制：%1</translation>
    </message>
    <message>
        <source>%1 octets: a datagram has at most %2.</source>
        <translation>%1 字节：数据报最多 %2 字节。</translation>
    </message>
    <message>
        <source>%1 octets, over %2: it travels in pieces, and is lost if one of them is.</source>
        <translation>%1 字节，超过 %2：会分片传送，丢失一片就全部丢失。</translation>
    </message>
    <message>
        <source>Octets: %1</source>
        <translation>字节：%1</translation>
    </message>
    <message>
        <source>%1 is not an IP address.</source>
        <translation>%1 不是 IP 地址。</translation>
    </message>
    <message>
        <source>Octets as hex, such as 48 65 6C 6C 6F</source>
        <translation>十六进制字节，例如 48 65 6C 6C 6F</translation>
    </message>
    <message>
        <source>Text to send</source>
        <translation>要发送的文本</translation>
    </message>
</context>
<context>
    <name>landline::widgets::DatagramSocketForm</name>
    <message>
        <source>%1 on %2</source>
        <translation>%1，接口 %2</translation>
    </message>
    <message>
        <source>Address to bind to</source>
        <translation>绑定的地址</translation>
    </message>
    <message>
        <source>All addresses</source>
        <translation>所有地址</translation>
    </message>
    <message>
        <source>All addresses: hears unicast, broadcast and the groups that are joined.
One address: hears what is sent to just that.</source>
        <translation>所有地址：能收到单播、广播和已加入的组。
一个地址：只收到发往它的。</translation>
    </message>
    <message>
        <source>Port to bind to</source>
        <translation>绑定的端口</translation>
    </message>
    <message>
        <source>0 picks a free port</source>
        <translation>0 表示自动选择空闲端口</translation>
    </message>
    <message>
        <source>Share the port</source>
        <translation>共享端口</translation>
    </message>
    <message>
        <source>Other programs on this computer may use the port, too, if they also share it.
Broadcasts and groups then reach all of them, unicast the one that was bound last.</source>
        <translation>本机的其他程序如果也共享，就可以使用同一端口。
这时广播和组播到达所有程序，单播到达最后绑定的那个。</translation>
    </message>
    <message>
        <source>Multicast group</source>
        <translation>组播组</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Groups that are joined</source>
        <translation>已加入的组</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Interface for groups and broadcasts</source>
        <translation>组播和广播使用的接口</translation>
    </message>
    <message>
        <source>System&apos;s choice</source>
        <translation>由系统选择</translation>
    </message>
    <message>
        <source>By which interface groups are joined, and groups and 255.255.255.255 are sent to.
The system&apos;s choice is the one with the default route.</source>
        <translation>用哪个接口加入组，以及向组和 255.255.255.255 发送。
由系统选择即使用默认路由的接口。</translation>
    </message>
    <message>
        <source>TTL of multicast</source>
        <translation>组播的 TTL</translation>
    </message>
    <message>
        <source>How many routers multicast may pass, less one. 0: stays on this computer; 1: on this network.</source>
        <translation>组播可经过的路由器数加一。0：只在本机；1：只在本网络。</translation>
    </message>
    <message>
        <source>Loopback</source>
        <translation>回环</translation>
    </message>
    <message>
        <source>Multicast is heard here, too</source>
        <translation>本机也收到组播</translation>
    </message>
    <message>
        <source>Programs on this computer hear the multicast that it sends</source>
        <translation>本机的程序能收到本机发出的组播</translation>
    </message>
    <message>
        <source>Echo</source>
        <translation>回送</translation>
    </message>
    <message>
        <source>Echo mode</source>
        <translation>回送模式</translation>
    </message>
    <message>
        <source>Answers each datagram to its sender with the same octets.
Not answered: its own, answers to its own, and each 64th of equal ones from one sender,
so that two that echo do not keep each other going for ever.</source>
        <translation>把每个数据报原样回送给发送者。
不回送：自己的、对自己的应答，以及同一发送者每第 64 个相同的，
以免两个回送程序无休止地往返。</translation>
    </message>
    <message>
        <source>Bind to</source>
        <translation>绑定到</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>接口</translation>
    </message>
    <message>
        <source>TTL</source>
        <translation>TTL</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>已加入</translation>
    </message>
    <message>
        <source>%1 is not an IP address. Choose one from the list, or All addresses.</source>
        <translation>%1 不是 IP 地址。请从列表中选择，或选“所有地址”。</translation>
    </message>
    <message>
        <source>%1 is not a multicast address. Those are 224.0.0.0 to 239.255.255.255, and IPv6 ones that begin with ff.</source>
        <translation>%1 不是组播地址。组播地址是 224.0.0.0 到 239.255.255.255，以及 ff 开头的 IPv6 地址。</translation>
    </message>
    <message>
        <source>no group</source>
        <translation>没有组</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Bind</source>
        <translation>绑定</translation>
    </message>
    <message>
        <source>Close the datagram socket</source>
        <translation>关闭数据报套接字</translation>
    </message>
    <message>
        <source>Bind the datagram socket</source>
        <translation>绑定数据报套接字</translation>
    </message>
</context>
<context>
    <name>landline::widgets::DiscoveryChoice</name>
    <message>
        <source>All networks of this computer are used already</source>
        <translation>本机的所有网络都已使用</translation>
    </message>
</context>
<context>
    <name>landline::widgets::DoctorDialog</name>
    <message>
        <source>Why can&apos;t I connect?</source>
        <translation>为什么连不上？</translation>
    </message>
    <message>
        <source>The network doctor is at work</source>
        <translation>正在进行网络诊断</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>诊断结果</translation>
    </message>
    <message>
        <source>Server: %1</source>
        <translation>服务器：%1</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>重新诊断(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>landline::widgets::DoctorRow</name>
    <message>
        <source>To try: %1</source>
        <extracomment>What to do about a problem that stands above</extracomment>
        <translation>可以尝试：%1</translation>
    </message>
    <message>
        <source>%1, %2. %3 %4</source>
        <extracomment>To a screen reader: step, mark, what was found, what to try</extracomment>
        <translation>%1，%2。%3 %4</translation>
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
        <source>This is not the server that was announced</source>
        <translation>这不是所公布的那台服务器</translation>
    </message>
    <message>
        <source>Who answers at %1 has another key than the server that you chose. Nothing was sent to it.</source>
        <translation>%1 处应答者的密钥与您选择的服务器不同。没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>Anybody on the network can announce a server and give it any name. Somebody does so in place of the server that you chose, or the addresses have just changed.

Ask whoever runs the server to read out its key. Trust this one only if every group of digits is the same.</source>
        <translation>网络上的任何人都可以公布服务器并任意取名。可能有人冒充您选择的服务器，也可能地址刚刚改变。

请让服务器的管理者念出它的密钥。只有每一组数字都相同才信任它。</translation>
    </message>
    <message>
        <source>Announced key:</source>
        <translation>公布的密钥：</translation>
    </message>
    <message>
        <source>Its real key:</source>
        <translation>实际的密钥：</translation>
    </message>
    <message>
        <source>Trust this key</source>
        <translation>信任此密钥</translation>
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
    <name>landline::widgets::NearbyPanel</name>
    <message>
        <source>Find servers</source>
        <translation>查找服务器</translation>
    </message>
    <message>
        <source>Nearby</source>
        <translation>附近</translation>
    </message>
    <message>
        <source>Options for finding servers</source>
        <translation>查找服务器的选项</translation>
    </message>
    <message>
        <source>Servers nearby</source>
        <translation>附近的服务器</translation>
    </message>
    <message>
        <source>+ Add by address</source>
        <translation>+ 按地址添加</translation>
    </message>
    <message>
        <source>No server found yet. One that starts on this network appears here.</source>
        <translation>还没有找到服务器。本网络中启动的服务器会出现在这里。</translation>
    </message>
    <message>
        <source>Finding servers is switched off.</source>
        <translation>查找服务器已关闭。</translation>
    </message>
    <message>
        <source>Its key: %1</source>
        <translation>它的密钥：%1</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>复制密钥</translation>
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
    <message>
        <source>unencrypted</source>
        <translation>未加密</translation>
    </message>
    <message>
        <source>unencrypted, %1</source>
        <translation>未加密，%1</translation>
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
    <message>
        <source>They stop now, and go on from where they are when both programs run again. Over plain connections nothing goes on, those have to be sent again: %1.</source>
        <translation>它们现在停止，两边程序再次运行时从当前位置继续。明文连接不能续传，需要重新发送的有：%1。</translation>
    </message>
    <message>
        <source>Datagrams</source>
        <translation>数据报</translation>
    </message>
    <message>
        <source>&amp;Datagrams</source>
        <translation>数据报(&amp;D)</translation>
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
    <message>
        <source>Sent:</source>
        <translation>已发送：</translation>
    </message>
    <message>
        <source>Note:</source>
        <translation>说明：</translation>
    </message>
    <message>
        <source>Sent over a plain connection, unencrypted. Whether all of it arrived, only the other side can see.</source>
        <translation>通过明文连接发送，未加密。是否全部到达，只有对方能知道。</translation>
    </message>
    <message>
        <source>Received over a plain connection, unencrypted. It is as long as was announced; nothing else about it was verified.</source>
        <translation>通过明文连接接收，未加密。长度与通告一致；此外没有校验。</translation>
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
    <name>landline::widgets::ServerDelegate</name>
    <message>
        <source>connected, key %1</source>
        <translation>已连接，密钥 %1</translation>
    </message>
    <message>
        <source>known, key %1</source>
        <translation>已知，密钥 %1</translation>
    </message>
    <message>
        <source>new, key %1</source>
        <translation>新，密钥 %1</translation>
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
    <message>
        <source>The other side did not say that it takes the file. Does it understand plain files at all?</source>
        <translation>对方没有表示接收文件。它懂得明文文件传输吗？</translation>
    </message>
    <message>
        <source>The other side did not answer &quot;ok&quot; and so does not take the file.</source>
        <translation>对方没有回答“ok”，因此不接收该文件。</translation>
    </message>
    <message>
        <source>Only files can be sent over a plain connection, not folders. Pack the folder into one file first.</source>
        <translation>明文连接只能发送文件，不能发送文件夹。请先把文件夹打包成一个文件。</translation>
    </message>
</context>
</TS>
