#include "widgets/key_changed_page.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "widgets/icons.h"

namespace landline::widgets {

namespace {

/// All 64 digits, so that two people can compare them; in groups, so that they do.
QString wholeFingerprint(const PeerId& id) {
  QString text;
  for (int i = 0; i < id.hex().size(); i += 4) {
    if (i > 0) {
      text.append(i % 32 == 0 ? QLatin1Char('\n') : QLatin1Char(' '));
    }
    text.append(id.hex().mid(i, 4));
  }
  return text;
}

QLabel* plainLabel(QWidget* parent, const QString& text = {}) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

QLabel* keyLabel(QWidget* parent, const char* name) {
  auto* label = plainLabel(parent);
  label->setObjectName(QLatin1String(name));
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  QFont fixed(QStringLiteral("monospace"));
  fixed.setStyleHint(QFont::Monospace);
  label->setFont(fixed);
  return label;
}

}  // namespace

KeyChangedPage::KeyChangedPage(QWidget* parent)
    : QWidget(parent),
      m_title(plainLabel(this)),
      m_what(plainLabel(this)),
      m_meaning(plainLabel(this)),
      m_known_caption(plainLabel(this)),
      m_presented_caption(plainLabel(this)),
      m_known(keyLabel(this, "knownKeyText")),
      m_presented_text(keyLabel(this, "presentedKeyText")),
      m_trust(new QPushButton(this)),
      m_refuse(new QPushButton(tr("Do not connect"), this)) {
  setObjectName(QStringLiteral("keyChangedPage"));
  m_trust->setObjectName(QStringLiteral("trustKeyButton"));
  m_refuse->setObjectName(QStringLiteral("refuseKeyButton"));
  m_what->setObjectName(QStringLiteral("keyChangedText"));
  m_known->setAccessibleName(tr("Known key"));
  m_presented_text->setAccessibleName(tr("New key"));

  auto* mark = new QLabel(this);
  const int size = style()->pixelMetric(QStyle::PM_LargeIconSize, nullptr, this);
  mark->setPixmap(icon(Icon::Warning).pixmap(size, size));
  mark->setAccessibleName(tr("Warning"));
  QFont large = m_title->font();
  large.setPointSizeF(large.pointSizeF() * 1.4);
  large.setBold(true);
  m_title->setFont(large);
  auto* heading = new QHBoxLayout;
  heading->addWidget(mark);
  heading->addWidget(m_title, 1);

  auto* keys = new QFormLayout;
  keys->addRow(m_known_caption, m_known);
  keys->addRow(m_presented_caption, m_presented_text);

  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(m_trust);
  buttons->addWidget(m_refuse);
  m_refuse->setDefault(true);

  auto* content = new QWidget(this);
  content->setMaximumWidth(620);
  auto* column = new QVBoxLayout(content);
  column->setSpacing(16);
  column->addStretch(1);
  column->addLayout(heading);
  column->addWidget(m_what);
  column->addLayout(keys);
  column->addWidget(m_meaning);
  column->addLayout(buttons);
  column->addStretch(2);
  auto* centred = new QHBoxLayout(this);
  centred->addStretch(1);
  centred->addWidget(content, 100);
  centred->addStretch(1);

  // The safe answer is the one that a hasty Return gives.
  setFocusProxy(m_refuse);
  setTabOrder(m_refuse, m_trust);  // or Tab would pass it by on its way to the page's proxy
  connect(m_trust, &QPushButton::clicked, this, [this] { Q_EMIT trusted(m_presented); });
  connect(m_refuse, &QPushButton::clicked, this, &KeyChangedPage::refused);
}

void KeyChangedPage::ask(const QString& address, const PeerId& expected, const PeerId& presented, Why why) {
  m_presented = presented;
  m_known->setText(wholeFingerprint(expected));
  m_presented_text->setText(wholeFingerprint(presented));
  if (why == Why::Announced) {
    m_title->setText(tr("This is not the server that was announced"));
    m_what->setText(
        tr("Who answers at %1 has another key than the server that you chose. Nothing was sent to it.").arg(address));
    m_meaning->setText(
        tr("Anybody on the network can announce a server and give it any name. Somebody does so in place of the server "
           "that you chose, or the addresses have just changed.\n\nAsk whoever runs the server to read out its key. "
           "Trust this one only if every group of digits is the same."));
    m_known_caption->setText(tr("Announced key:"));
    m_presented_caption->setText(tr("Its real key:"));
    m_trust->setText(tr("Trust this key"));
  } else {
    m_title->setText(tr("The server has another key than before"));
    m_what->setText(tr("The server at %1 does not prove to be the one you have trusted so far. Nothing was sent to it.")
                        .arg(address));
    m_meaning->setText(
        tr("This is what happens after the server was installed anew or its profile was deleted. It is also what "
           "happens when another computer answers in its place to read what you write.\n\nAsk whoever runs the "
           "server to read out its key. Trust the new one only if every group of digits is the same."));
    m_known_caption->setText(tr("Known key:"));
    m_presented_caption->setText(tr("New key:"));
    m_trust->setText(tr("Trust the new key"));
  }
  setAccessibleName(m_title->text());
}

}  // namespace landline::widgets
