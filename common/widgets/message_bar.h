#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace landline::widgets {

/// One line above the content that says what went wrong, or what is worth knowing, with a button that helps. Hidden
/// while there is nothing to say; a newer message replaces the older. All text is plain text, peers' included.
class MessageBar : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { Error, Notice };

  explicit MessageBar(QWidget* parent = nullptr);

  /// `help` is what the button does; without `button` there is none. Pressing it also takes the message away.
  void show(Kind kind, const QString& message, const QString& button = {}, std::function<void()> help = {});
  void showError(const QString& text, const QString& button = {}, std::function<void()> help = {}) {
    show(Kind::Error, text, button, std::move(help));
  }
  void showNotice(const QString& text, const QString& button = {}, std::function<void()> help = {}) {
    show(Kind::Notice, text, button, std::move(help));
  }

  /// One more button beside the message that is shown, for as long as it is. It leaves the message where it is.
  void addButton(const QString& button, std::function<void()> help);

  void dismiss();

  QString text() const;
  bool isShown() const { return !isHidden(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void updateIcon();

  Kind m_kind = Kind::Notice;
  QLabel* m_icon;          ///< `messageBarIcon`
  QLabel* m_text;          ///< `messageBarText`
  QPushButton* m_button;   ///< `messageBarButton`
  QToolButton* m_dismiss;  ///< `messageBarDismiss`
  QPushButton* m_second;   ///< `messageBarSecondButton`
  std::function<void()> m_help;
  std::function<void()> m_second_help;
};

}  // namespace landline::widgets
