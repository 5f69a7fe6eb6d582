//! The time that an attempt has, on the server's clock: counted, stopped, and given back where the network took it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::module::ExtraTime;

/// An answer that was sent in the last second is taken.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_secs(5);

/// The most that is given back to one attempt. Whoever wants more time chooses it at the start and says nothing; so a client that lies wins nothing.
pub const MOST_RETURNED: SignedDuration = SignedDuration::from_mins(10);

/// From here on the end is near, and told.
pub const NEAR: SignedDuration = SignedDuration::from_mins(5);

/// The clock of one attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// When the time is over; nothing where it is unlimited.
    pub ends_at: Option<Timestamp>,
    /// Since when it stands still.
    pub paused_at: Option<Timestamp>,
    /// What was given back so far.
    pub returned: SignedDuration,
}

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is no limit.
    Unlimited,
    /// So much is left.
    Running(SignedDuration),
    /// It stands still with so much left.
    Paused(SignedDuration),
    /// The time is over.
    Over,
}

/// The limit of a module with the longer one that was chosen; nothing where there is none.
pub fn limit(module: Option<Duration>, chosen: Option<ExtraTime>) -> Option<SignedDuration> {
    let limit = module?;
    let limit = match chosen {
        None => limit,
        // To the whole second: nobody is told a fraction of one.
        Some(ExtraTime::Factor(factor)) => {
            Duration::from_secs((limit.as_secs_f64() * factor).ceil() as u64)
        }
        Some(ExtraTime::Unlimited) => return None,
    };
    SignedDuration::try_from(limit).ok()
}

impl Clock {
    /// A clock that starts at `at`.
    pub fn start(limit: Option<SignedDuration>, at: Timestamp) -> Clock {
        Clock {
            ends_at: limit.map(|limit| later(at, limit)),
            ..Clock::default()
        }
    }

    /// How it stands at `at`.
    pub fn state(&self, at: Timestamp) -> State {
        let Some(ends_at) = self.ends_at else {
            return State::Unlimited;
        };
        let left = |at: Timestamp| ends_at.duration_since(at);
        match self.paused_at {
            Some(paused_at) => State::Paused(left(paused_at)),
            None if left(at) > SignedDuration::ZERO => State::Running(left(at)),
            None => State::Over,
        }
    }

    /// The clock stopped at `at`; nothing where it cannot be: no limit, stopped already, or over.
    pub fn pause(&self, at: Timestamp) -> Option<Clock> {
        matches!(self.state(at), State::Running(_)).then_some(Clock {
            paused_at: Some(at),
            ..*self
        })
    }

    /// The clock going on at `at`: what it stood still is added. Nothing where it did not stand still.
    pub fn go_on(&self, at: Timestamp) -> Option<Clock> {
        let stood = at.duration_since(self.paused_at?).max(SignedDuration::ZERO);
        Some(Clock {
            ends_at: self.ends_at.map(|ends_at| later(ends_at, stood)),
            paused_at: None,
            ..*self
        })
    }

    /// What an answer meets that arrives at `at` after it waited so long for the network: the clock with that time given back, up to
    /// [`MOST_RETURNED`] in all; nothing where it comes too late all the same.
    pub fn receive(&self, at: Timestamp, waited: SignedDuration) -> Option<Clock> {
        let Some(ends_at) = self.ends_at else {
            return Some(*self);
        };
        let room = MOST_RETURNED - self.returned;
        let back = waited.clamp(SignedDuration::ZERO, room.max(SignedDuration::ZERO));
        let moved = later(ends_at, back);
        (at <= later(moved, ON_ITS_WAY)).then_some(Clock {
            ends_at: Some(moved),
            returned: self.returned + back,
            ..*self
        })
    }

    /// When the attempt is closed by itself: as long after the end as an answer may still be on its way.
    pub fn closes_before(at: Timestamp) -> Timestamp {
        at.checked_sub(MOST_RETURNED + ON_ITS_WAY).unwrap_or(at)
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    fn secs(seconds: i64) -> SignedDuration {
        SignedDuration::from_secs(seconds)
    }

    #[test]
    fn more_time_is_chosen_without_a_reason() {
        let module = Some(Duration::from_secs(45 * 60));
        assert_eq!(limit(module, None), Some(secs(2700)));
        assert_eq!(
            limit(module, Some(ExtraTime::Factor(1.33))),
            Some(secs(3591))
        );
        assert_eq!(
            limit(module, Some(ExtraTime::Factor(1.5))),
            Some(secs(4050))
        );
        assert_eq!(limit(module, Some(ExtraTime::Unlimited)), None);
        assert_eq!(limit(None, Some(ExtraTime::Factor(1.5))), None);
    }

    #[test]
    fn a_pause_costs_nothing() {
        let clock = Clock::start(Some(secs(100)), at(0));
        assert_eq!(clock.state(at(30)), State::Running(secs(70)));
        let paused = clock.pause(at(30)).unwrap();
        assert_eq!(paused.state(at(900)), State::Paused(secs(70)));
        assert_eq!(paused.pause(at(31)), None);
        let on = paused.go_on(at(1000)).unwrap();
        assert_eq!(on.state(at(1001)), State::Running(secs(69)));
        assert_eq!(on.go_on(at(1001)), None);
        assert_eq!(on.state(at(1070)), State::Over);
        assert_eq!(on.pause(at(1070)), None, "what is over is not stopped");
        assert_eq!(Clock::start(None, at(0)).pause(at(1)), None);
    }

    #[test]
    fn what_the_network_took_is_given_back_up_to_a_limit() {
        let clock = Clock::start(Some(secs(100)), at(0));
        assert_eq!(clock.receive(at(60), secs(0)), Some(clock));
        assert!(clock.receive(at(105), secs(0)).is_some(), "on its way");
        assert_eq!(clock.receive(at(106), secs(0)), None);
        // Given at 90 s, it waited 40 s: the answer is taken, and those 40 s are there again.
        let back = clock.receive(at(130), secs(40)).unwrap();
        assert_eq!(back.ends_at, Some(at(140)));
        let all = back.receive(at(135), secs(86_400)).unwrap();
        assert_eq!((all.ends_at, all.returned), (Some(at(700)), MOST_RETURNED));
        assert_eq!(
            all.receive(at(706), secs(100)),
            None,
            "nothing is left to give"
        );
        assert_eq!(clock.receive(at(106), secs(-50)), None);
    }
}
