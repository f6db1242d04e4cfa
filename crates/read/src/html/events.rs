//! The tags and words of a page, one after the other.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};

/// Calls `take` with every event until it says `false`.
pub(super) fn each(html: &str, mut take: impl FnMut(CallbackEvent<'_>) -> bool) {
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| (!take(event)).then_some(()));
    emitter.naively_switch_states(true);
    // The first thing that comes out is the sign that there is enough.
    let _ = Tokenizer::new_with_emitter(html, Quiet(emitter)).next();
}

/// Does not look for errors: no page is without, and looking takes time.
struct Quiet<E>(E);

impl<E: Emitter> ForwardingEmitter for Quiet<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}
