"""What the pages use of Qt beyond the window before them, made by importing this module.

Qt's binding makes a class when it is first named, and part of that is Python, so that another
thread can come in between. Two threads that make classes at the same time end the program: in a
trial that changed threads as often as can be, 12 starts of 16; where one of them made all of its
classes before the other began, none of 20. So the window's thread makes these before the programme
and the pages are read on another one; a class that is only inherited there is made already.
"""

from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QMarginsF,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSizeF,
)
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QHelpEvent,
    QPageLayout,
    QPageSize,
    QPainterPath,
    QRegion,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTransform,
    QWheelEvent,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCalendarWidget,
    QHeaderView,
    QListView,
    QSlider,
    QStackedLayout,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QTableView,
    QToolButton,
)

from therapist_app.shell.window import help_dialog
from therapist_app.widgets.dialogs import choosing_files

MADE = (
    *(QAbstractTableModel, QDate, QItemSelection, QItemSelectionModel, QKeyCombination),
    *(QMarginsF, QModelIndex, QPersistentModelIndex, QSignalBlocker, QSizeF),
    *(QAction, QFocusEvent, QHelpEvent, QPageLayout, QPageSize, QPainterPath),
    *(QRegion, QTextCharFormat, QTextCursor, QTextLayout, QTransform, QWheelEvent),
    *(QPrintDialog, QPrinter, QPrinterInfo),
    *(QAbstractItemView, QCalendarWidget, QHeaderView, QListView, QSlider, QStackedLayout),
    *(QStackedWidget, QStyle, QStyledItemDelegate, QStyleOptionComboBox, QStyleOptionViewItem),
    *(QStylePainter, QTableView, QToolButton),
    choosing_files,  # alone may name the classes that it uses
    help_dialog,  # F1 may be pressed while the pages are read
)
"""The test that reads the pages as the other thread does says which one lacks."""
