"""A message is seen, however far down the page somebody was."""

from tests.support.windows.settling import settle
from therapist_app.widgets import parts
from therapist_app.widgets.layout.message_place import MessagePlace


def test_the_page_scrolls_to_a_message_that_comes(qtbot, wear):
    wear()
    message, below = MessagePlace(), parts.button("below")
    area = message.page_of(parts.stack(message, 2000, below))
    qtbot.addWidget(area)
    area.resize(400, 300)
    area.show()
    settle()
    area.ensureWidgetVisible(below)
    assert area.verticalScrollBar().value() > 0

    message.show_message("attention", "This day is in the past", "Choose another.")

    qtbot.waitUntil(lambda: area.verticalScrollBar().value() == 0)
    assert message.isVisible()


def test_a_message_outside_of_any_scrolling_page_is_just_shown(qtbot, wear):
    wear()
    message = MessagePlace()
    page = parts.hold(parts.stack(message))
    qtbot.addWidget(page)
    page.show()

    message.show_message("good", "Done", "")
    settle()

    assert message.title == "Done"
