//! Who sleeps until when, and the one thread that wakes them.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Waker;
use std::thread;
use std::time::Instant;

/// The sleepers of one clock, the next to wake first.
pub(crate) struct Agenda {
    next: u64,
    sleepers: BTreeMap<(Instant, u64), Waker>,
}

/// A sleeper's place in an agenda.
pub(crate) type Key = (Instant, u64);

impl Agenda {
    pub(crate) const fn new() -> Self {
        Self { next: 0, sleepers: BTreeMap::new() }
    }

    /// Has the waker called at that time; takes the place of the one that was put down under `key` before.
    pub(crate) fn put(&mut self, until: Instant, key: &mut Option<Key>, waker: &Waker) {
        let key = *key.get_or_insert_with(|| {
            self.next += 1;
            (until, self.next)
        });
        self.sleepers.entry(key).and_modify(|known| known.clone_from(waker)).or_insert_with(|| waker.clone());
    }

    pub(crate) fn remove(&mut self, key: Key) -> Option<Waker> {
        self.sleepers.remove(&key)
    }

    /// When the next sleeper wakes.
    pub(crate) fn first(&self) -> Option<Instant> {
        self.sleepers.keys().next().map(|(until, _)| *until)
    }

    /// Takes out whoever is to be woken by now.
    pub(crate) fn due(&mut self, now: Instant) -> Vec<Waker> {
        let mut due = Vec::new();
        while let Some(entry) = self.sleepers.first_entry()
            && entry.key().0 <= now
        {
            due.push(entry.remove());
        }
        due
    }
}

/// The agenda of the system's time. Its thread starts with the first sleeper and then stays.
pub(crate) struct Timer {
    agenda: Mutex<Agenda>,
    changed: Condvar,
}

impl Timer {
    /// `None` where the system gives no thread; the sleeper then has to keep asking for the time itself.
    pub(crate) fn get() -> Option<&'static Self> {
        static TIMER: Timer = Timer { agenda: Mutex::new(Agenda::new()), changed: Condvar::new() };
        static THREAD: OnceLock<bool> = OnceLock::new();
        let start = || thread::Builder::new().name("symphony-timer".to_owned()).spawn(|| TIMER.run()).is_ok();
        THREAD.get_or_init(start).then_some(&TIMER)
    }

    pub(crate) fn agenda(&self) -> MutexGuard<'_, Agenda> {
        self.agenda.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn put(&self, until: Instant, key: &mut Option<Key>, waker: &Waker) {
        let mut agenda = self.agenda();
        agenda.put(until, key, waker);
        let earliest = agenda.first() == Some(until);
        drop(agenda);
        if earliest {
            self.changed.notify_one();
        }
    }

    fn run(&self) {
        let mut agenda = self.agenda();
        loop {
            let now = Instant::now();
            let due = agenda.due(now);
            if !due.is_empty() {
                drop(agenda);
                due.into_iter().for_each(Waker::wake);
                agenda = self.agenda();
                continue;
            }
            agenda = match agenda.first() {
                Some(until) => {
                    self.changed
                        .wait_timeout(agenda, until.saturating_duration_since(now))
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                None => self.changed.wait(agenda).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}
