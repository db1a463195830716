"""The right side: the selected span, the article's attributions, and its actors."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.annotate.acts import Acts
from annotator.app.annotate.selected import SelectedCard
from annotator.app.flow import FlowLayout
from annotator.app.keymap import Keymap
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.app.words import plain
from annotator.model import Layer, Scheme, Span
from annotator.model.edits import shorten
from annotator.model.outline import Attribution, attributions, mentions

_Index = QModelIndex | QPersistentModelIndex
_ATTRIBUTION = Qt.ItemDataRole.UserRole
_NUMBER = Qt.ItemDataRole.UserRole + 1

# The page comes first: the inspector follows when the keys pause.
_PAUSE_MS = 30
# Above so many spans only the attributions near the page are listed.
_MANY_SPANS = 1500
_NEAR = 8000
_MOST_ACTORS = 12


class Inspector(QScrollArea):
    """Shows what the layer adds up to; tells which span to go to."""

    jumped = Signal(str)

    def __init__(
        self, session: Session, acts: Acts, keymap: Keymap, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._acts, self._theme = session, acts, theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget(self)
        body.setObjectName("inspector")
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(8)
        self.selected = SelectedCard(session, acts, keymap, theme, body)
        self.selected.jumped.connect(self.jumped)
        column.addWidget(plain("SELECTED", "section"))
        column.addWidget(self.selected)
        self._claims_heading = plain("ATTRIBUTIONS IN THIS ARTICLE", "section")
        self.claims = _AttributionList(theme, body)
        self.claims.jumped.connect(self.jumped)
        column.addWidget(self._claims_heading)
        column.addWidget(self.claims)
        self._actors_heading = plain("ACTORS", "section")
        self._actors = QFrame(body)
        self._actors.setProperty("role", "card")
        self._actor_flow = FlowLayout(self._actors, gap=8)
        self._actor_flow.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self._actors_heading)
        column.addWidget(self._actors)
        column.addStretch(1)
        self.setWidget(body)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.refresh)

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._theme = theme
        self.selected.set_theme(theme)
        self.claims.set_theme(theme)
        self.refresh()

    def refresh_soon(self) -> None:
        """Show everything anew once the keys pause."""
        self._soon.start()

    def stop(self) -> None:
        """Leave what is still to be refreshed as it is."""
        self._soon.stop()

    def refresh(self) -> None:
        """Show the selected span, and work the overviews out anew."""
        self._soon.stop()
        self.selected.show_span(self._acts.current)
        layer, scheme = self._session.layer, self._session.scheme
        found = attributions(layer, scheme, self._near(layer)) if layer is not None else []
        numbered = {a.claim.id: layer.number(a.claim) for a in found} if layer is not None else {}
        self.claims.show_attributions(found, numbered, scheme)
        self._claims_heading.setVisible(bool(found))
        self.claims.setVisible(bool(found))
        missing = sum(bool(attribution.problems) for attribution in found)
        told = f" · {missing} TO MEND" if missing else ""
        self._claims_heading.setText(f"ATTRIBUTIONS IN THIS ARTICLE{told}")
        self._show_actors()

    def _near(self, layer: Layer) -> list[Span] | None:
        """Return the spans near the caret where there are too many to list them all."""
        if layer.span_count <= _MANY_SPANS:
            return None
        caret = self._acts.caret
        return layer.touching(max(caret - _NEAR, 0), caret + _NEAR)

    def _show_actors(self) -> None:
        while (item := self._actor_flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        layer = self._session.layer
        named = mentions(layer, self._near(layer)) if layer is not None else {}
        ranked = sorted(named.items(), key=lambda pair: -len(pair[1]))
        for actor_id, spans in ranked[:_MOST_ACTORS]:
            actor = self._session.project.actor(actor_id)
            if actor is None:
                continue
            name = shorten(actor.name, 28).replace("&", "&&")
            button = QPushButton(f"{name} ×{len(spans)}", self._actors)
            button.setProperty("role", "link")
            button.setFlat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, first=spans[0].id: self.jumped.emit(first))
            self._actor_flow.addWidget(button)
        if len(ranked) > _MOST_ACTORS:
            more = plain(f"+{len(ranked) - _MOST_ACTORS}", "quiet")
            more.setParent(self._actors)
            self._actor_flow.addWidget(more)
        self._actors_heading.setText(f"ACTORS · {len(ranked)}")
        self._actors_heading.setVisible(bool(ranked))
        self._actors.setVisible(bool(ranked))
        self._actors.updateGeometry()


class _Attributions(QAbstractListModel):
    """The attributions as rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Attribution] = []
        self.numbers: dict[str, int] = {}

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ATTRIBUTION:
            return row
        if role == _NUMBER:
            return self.numbers.get(row.claim.id, 0)
        return row.claim.quote if role == Qt.ItemDataRole.DisplayRole else None


class _AttributionPainter(QStyledItemDelegate):
    """Draws one attribution: claim and number, sources below, in red what is missing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scheme: Scheme | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(100, line * len(_lines(index.data(_ATTRIBUTION))) + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Attribution = index.data(_ATTRIBUTION)
        rect: QRect = option.rect
        state = option.state
        metrics = QFontMetrics(option.font)
        painter.save()
        painter.setFont(option.font)
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.fillRect(rect, self.theme.hover)
        indent = 10 * min(row.depth, 4)
        x, y = rect.x() + 12 + indent, rect.y() + 6
        label = self.scheme.label(row.claim.label) if self.scheme else None
        colour = self.theme.mark(label.colour).ink if label else self.theme.ink
        painter.setPen(self.theme.danger if row.problems else colour)
        name = f"{row.claim.label} {index.data(_NUMBER)}"
        painter.drawText(x, y + metrics.ascent(), name)
        left = x + max(metrics.horizontalAdvance(name) + 10, 66 - indent)
        width = rect.right() - 10 - left
        for kind, text in _lines(row):
            painter.setPen(self.theme.danger if kind == "missing" else self.theme.ink)
            told = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(left, y + metrics.ascent(), told)
            if kind == "source":
                painter.setPen(QPen(self._source_colour(row), 2))
                below = y + metrics.height()
                painter.drawLine(left, below, left + metrics.horizontalAdvance(told), below)
            y += metrics.height()
        painter.restore()

    def _source_colour(self, row: Attribution) -> QColor:
        label = self.scheme.label(row.sources[0].label) if self.scheme and row.sources else None
        return self.theme.mark(label.colour).line if label else self.theme.rule


class _AttributionList(QListView):
    """The list of attributions, as tall as its rows up to a share of the window."""

    jumped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = _Attributions(self)
        self._painter = _AttributionPainter(theme, self)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setProperty("role", "card")
        self.setAccessibleName("Attributions in this article")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.jumped.emit(index.data(_ATTRIBUTION).claim.id))

    def set_theme(self, theme: Theme) -> None:
        """Draw in this theme's colours."""
        self._painter.theme = theme

    def show_attributions(
        self, found: list[Attribution], numbered: dict[str, int], scheme: Scheme
    ) -> None:
        """Show these attributions, staying where the list was scrolled to."""
        at = self.verticalScrollBar().value()
        self._painter.scheme = scheme
        self._model.beginResetModel()
        self._model.rows, self._model.numbers = found, numbered
        self._model.endResetModel()
        line = self.fontMetrics().height()
        height = sum(line * len(_lines(row)) + 12 for row in found[:40])
        self.setFixedHeight(min(height, 420) + 2)
        self.verticalScrollBar().setValue(at)


def _lines(row: Attribution) -> list[tuple[str, str]]:
    """Return the lines of an attribution and what each is: claim, source or missing."""
    lines = [("claim", " ".join(row.claim.quote.split()))]
    chain = [*row.sources, *row.chain]
    if chain:
        lines.append(("source", " → ".join(shorten(span.quote, 40) for span in chain)))
    lines += [("missing", problem) for problem in row.problems]
    return lines
