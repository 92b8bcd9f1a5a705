//! The links of a page whose cursor DRF made.

use super::Cursor;

/// A page as DRF's cursors see it: of each row the value of the first ordering column alone.
pub(super) struct Turn<'a> {
    pub(super) cursor: &'a Cursor,
    pub(super) page_size: u64,
    /// The positions of the rows in the order in which they are shown.
    pub(super) rows: Vec<Option<String>>,
    /// The position of the row after the page in the direction of travel, if there is one.
    pub(super) ahead: Option<Option<String>>,
}

impl Turn<'_> {
    /// DRF's `get_next_link` and `get_previous_link`.
    pub(super) fn links(&self) -> [Option<Cursor>; 2] {
        [false, true].map(|reverse| self.position(reverse).map(|from| self.link(from, reverse)))
    }

    /// The position from which the neighbour on a side begins, if there is one.
    fn position(&self, reverse: bool) -> Option<Option<String>> {
        if reverse == self.cursor.reverse {
            return self.ahead.clone();
        }
        let behind = self.cursor.position.is_some() || self.cursor.offset > 0;
        behind.then(|| self.cursor.position.clone())
    }

    /// The link to a side: from the outermost row on it whose position is not shared with the
    /// row beyond it, skipping as many as do share it.
    fn link(&self, from: Option<String>, reverse: bool) -> Cursor {
        let inwards: Vec<_> = match reverse {
            true => self.rows.iter().collect(),
            false => self.rows.iter().rev().collect(),
        };
        let turning = reverse != self.cursor.reverse;
        let Some(outermost) = inwards.first() else {
            return Cursor { reverse, position: from, ..Cursor::default() };
        };
        let compared = if turning && self.cursor.offset > 0 { outermost } else { &from };
        let alike = inwards.iter().take_while(|position| **position == compared).count();
        let (offset, position) = match (inwards.get(alike), self.position(!reverse)) {
            (Some(position), _) => (alike as u64, (*position).clone()),
            (None, None) => (self.page_size, None),
            (None, Some(other)) if turning => (0, other),
            (None, Some(other)) => (self.cursor.offset + self.page_size, other),
        };
        Cursor { offset, reverse, position, ..Cursor::default() }
    }
}
