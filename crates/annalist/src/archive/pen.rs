//! The thread that writes: what was linked is put down while the next records are being linked.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use annalist_doc::Document;
use annalist_store::{Changes, Error, Linked, Packed, Writer};

use crate::decisions::Decisions;

/// So many lots of records wait for the writing thread at most.
const WAITING: usize = 8;

/// Something to write: records, then further publications.
#[derive(Default)]
pub(super) struct Lot {
    /// New records.
    pub(super) records: Vec<(Packed, Linked)>,
    /// Further publications of documents (their numbers), so much alike.
    pub(super) again: Vec<(i64, Document, f64)>,
}

enum Message {
    Write(Lot),
    /// Carry out decisions, after the batch's changes so far.
    Decide(Box<Changes>, Vec<usize>),
    /// Keep a batch, with its last changes.
    Keep(Box<Changes>, u64),
    /// Drop what is not kept.
    TakeBack,
}

/// What the writing thread says.
pub(super) enum Answer {
    /// This batch is kept.
    Kept(u64),
    /// Decisions were carried out; whether they changed anything.
    Decided(bool),
}

/// The thread that writes.
#[derive(Debug)]
pub(super) struct Pen {
    messages: Option<SyncSender<Message>>,
    answers: Receiver<Result<Answer, Error>>,
    thread: Option<JoinHandle<()>>,
}

impl Pen {
    /// Starts the thread.
    pub(super) fn start(writer: Writer, decisions: Arc<Decisions>) -> std::io::Result<Self> {
        let (messages, to_do) = sync_channel(WAITING);
        let (answer, answers) = channel();
        let write =
            move || Writing { writer, decisions, open: false, failed: None }.run(&to_do, &answer);
        let thread = std::thread::Builder::new().name("annalist writer".into()).spawn(write)?;
        Ok(Self { messages: Some(messages), answers, thread: Some(thread) })
    }

    /// Has something written.
    pub(super) fn write(&mut self, lot: Lot) {
        if !lot.records.is_empty() || !lot.again.is_empty() {
            self.send(Message::Write(lot));
        }
    }

    /// Has decisions carried out; an answer follows.
    pub(super) fn decide(&mut self, changes: Changes, decisions: Vec<usize>) {
        self.send(Message::Decide(Box::new(changes), decisions));
    }

    /// Has a batch kept; an answer follows.
    pub(super) fn keep(&mut self, changes: Changes, batch: u64) {
        self.send(Message::Keep(Box::new(changes), batch));
    }

    /// Has what is not kept dropped.
    pub(super) fn take_back(&mut self) {
        self.send(Message::TakeBack);
    }

    /// Waits for the next answer.
    pub(super) fn answer(&mut self) -> Result<Answer, Error> {
        match self.answers.recv() {
            Ok(answer) => answer,
            Err(_) => self.gone(),
        }
    }

    /// Ends the thread: what is not kept is dropped.
    fn end(&mut self) {
        drop(self.messages.take());
        let ended = self.thread.take().map(JoinHandle::join);
        // Already on the way out of another panic, this one is told by its own message.
        if let Some(Err(panic)) = ended
            && !std::thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }

    fn send(&mut self, message: Message) {
        let sent = self.messages.as_ref().is_some_and(|to| to.send(message).is_ok());
        if !sent {
            self.gone()
        }
    }

    /// The thread ends before this does only by a panic, which goes on here.
    fn gone(&mut self) -> ! {
        self.end();
        unreachable!("the writing thread ended by itself")
    }
}

impl Drop for Pen {
    fn drop(&mut self) {
        self.end();
    }
}

/// The thread's side.
struct Writing {
    writer: Writer,
    decisions: Arc<Decisions>,
    /// Whether something is written that is not kept.
    open: bool,
    /// What failed; nothing is written until what is not kept is taken back.
    failed: Option<Error>,
}

impl Writing {
    fn run(mut self, messages: &Receiver<Message>, answers: &Sender<Result<Answer, Error>>) {
        for message in messages {
            let answer = match message {
                Message::Write(lot) => {
                    let _ = self.unless_failed(|own| own.write(&lot));
                    continue;
                }
                Message::TakeBack => {
                    self.take_back();
                    self.failed = None;
                    continue;
                }
                Message::Decide(changes, numbers) => {
                    self.unless_failed(|own| own.decide(&changes, &numbers).map(Answer::Decided))
                }
                Message::Keep(changes, batch) => {
                    self.unless_failed(|own| own.keep(&changes).map(|()| Answer::Kept(batch)))
                }
            };
            if answers.send(answer).is_err() {
                break;
            }
        }
        self.take_back();
    }

    /// Does something unless what came before failed; where it fails, all that is not kept is taken back.
    fn unless_failed<T>(
        &mut self,
        what: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        what(self).inspect_err(|error| {
            self.failed = Some(error.clone());
            self.take_back();
        })
    }

    fn take_back(&mut self) {
        if std::mem::take(&mut self.open) {
            // What failed is told; that the rest is taken back needs no word of its own.
            let _ = self.writer.rollback();
        }
    }

    fn begin(&mut self) -> Result<(), Error> {
        if !self.open {
            self.writer.begin()?;
            self.open = true;
        }
        Ok(())
    }

    fn write(&mut self, lot: &Lot) -> Result<(), Error> {
        self.begin()?;
        self.writer.put(&lot.records)?;
        for (number, document, alike) in &lot.again {
            self.writer.published_again(*number, document, *alike)?;
        }
        Ok(())
    }

    fn decide(&mut self, changes: &Changes, numbers: &[usize]) -> Result<bool, Error> {
        self.begin()?;
        self.writer.change(changes)?;
        self.decisions.carry_out(numbers, &mut self.writer)
    }

    fn keep(&mut self, changes: &Changes) -> Result<(), Error> {
        self.begin()?;
        self.writer.change(changes)?;
        self.writer.commit()?;
        self.open = false;
        Ok(())
    }
}
