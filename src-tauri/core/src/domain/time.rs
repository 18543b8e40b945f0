//! Moments and study days. A moment carries its own local offset, so that a study day never
//! depends on the machine's present time zone; nothing here reads a clock.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset, TimeDelta};

const MS_PER_MINUTE: i64 = 60_000;
const MS_PER_HOUR: i64 = 60 * MS_PER_MINUTE;
/// Milliseconds in a day without a clock change.
pub const MS_PER_DAY: i64 = 24 * MS_PER_HOUR;

/// A point in time as a machine saw it: UTC milliseconds and the local offset then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Minutes east of UTC.
    pub offset_min: i32,
}

impl Moment {
    /// The moment of a zoned time.
    #[must_use]
    pub fn of<Z: chrono::TimeZone>(time: &DateTime<Z>) -> Self {
        Self { at_ms: time.timestamp_millis(), offset_min: time.offset().fix().local_minus_utc() / 60 }
    }

    /// The same instant as a zoned time; `None` outside chrono's range.
    #[must_use]
    pub fn to_datetime(self) -> Option<DateTime<FixedOffset>> {
        let offset = FixedOffset::east_opt(self.offset_min.checked_mul(60)?)?;
        Some(DateTime::from_timestamp_millis(self.at_ms)?.with_timezone(&offset))
    }

    /// The study day of this moment: the local date, beginning at the rollover hour.
    #[must_use]
    pub fn study_day(self, rollover_hour: u8) -> StudyDay {
        let local = self.at_ms + i64::from(self.offset_min) * MS_PER_MINUTE;
        let day = (local - i64::from(rollover_hour) * MS_PER_HOUR).div_euclid(MS_PER_DAY);
        StudyDay(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX }))
    }

    /// This moment, so many milliseconds later.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self { at_ms: self.at_ms.saturating_add(ms), ..self }
    }
}

/// A study day: days since 1970-01-01, each beginning at the rollover hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StudyDay(pub i32);

impl StudyDay {
    /// Days from `earlier` to this day, never below 0.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> u32 {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).unwrap_or(0)
    }

    /// The study day so many days later.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add_unsigned(days))
    }

    /// When the day begins at a local offset, UTC milliseconds.
    #[must_use]
    pub fn start_ms(self, rollover_hour: u8, offset_min: i32) -> i64 {
        i64::from(self.0) * MS_PER_DAY + i64::from(rollover_hour) * MS_PER_HOUR
            - i64::from(offset_min) * MS_PER_MINUTE
    }

    /// `YYYY-MM-DD`.
    #[must_use]
    pub fn to_iso(self) -> String {
        let epoch = NaiveDate::default();
        epoch
            .checked_add_signed(TimeDelta::days(i64::from(self.0)))
            .map_or_else(|| "out of range".to_owned(), |date| date.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(rfc3339: &str) -> Moment {
        Moment::of(&DateTime::parse_from_rfc3339(rfc3339).unwrap())
    }

    #[test]
    fn a_study_day_ends_at_the_rollover_not_at_midnight() {
        assert_eq!(moment("2026-11-21T03:59:59+01:00").study_day(4).to_iso(), "2026-11-20");
        assert_eq!(moment("2026-11-21T04:00:00+01:00").study_day(4).to_iso(), "2026-11-21");
    }

    #[test]
    fn good_at_night_and_again_next_morning_are_one_day_apart() {
        let night = moment("2026-11-20T22:00:00+00:00").study_day(4);
        assert_eq!(moment("2026-11-21T09:00:00+00:00").study_day(4).days_since(night), 1);
    }

    #[test]
    fn days_never_go_below_zero() {
        assert_eq!(StudyDay(10).days_since(StudyDay(11)), 0);
    }

    #[test]
    fn a_day_starts_at_its_own_first_moment() {
        for offset in [-720, -210, 0, 60, 330, 840] {
            let start = Moment { at_ms: StudyDay(20_000).start_ms(4, offset), offset_min: offset };
            assert_eq!(start.study_day(4), StudyDay(20_000));
            assert_eq!(start.plus_ms(-1).study_day(4), StudyDay(19_999));
        }
    }
}
