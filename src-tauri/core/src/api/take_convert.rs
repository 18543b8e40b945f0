//! Ticks of takes between the wire and the core.

use super::{
    DeliveryTicks, KeepRule, Marker, MarkerOf, PointTick, SoundAlarm, SoundFormat, StoryTicks, TakeWork,
};
use crate::domain::audio::meter::Alarm;
use crate::domain::take::judgement::{self, Delivery, Story, Ticks};
use crate::domain::take::keeping;
use crate::services::takes::exporting::Form;

impl From<TakeWork> for Ticks {
    fn from(work: TakeWork) -> Self {
        let TakeWork { points, mistakes, red_flags, story, delivery, markers } = work;
        let mut markers: Vec<judgement::Marker> = markers
            .into_iter()
            .map(|marker| judgement::Marker {
                at_ms: marker.at_ms.clamp(0.0, 86_400_000.0) as u64, // a day, as no take is longer
                of: marker.of.into(),
                text: marker.text,
            })
            .collect();
        markers.sort_by_key(|marker| marker.at_ms);
        Self {
            points: points.into_iter().map(|point| (point.text, point.tick.into())).collect(),
            mistakes,
            red_flags,
            story: Story {
                situation: story.situation.map(Into::into),
                task: story.task.map(Into::into),
                action: story.action.map(Into::into),
                result: story.result.map(Into::into),
                figure: story.figure,
            },
            delivery: Delivery {
                structure: delivery.structure.map(Into::into),
                brevity: delivery.brevity.map(Into::into),
            },
            markers,
        }
    }
}

impl From<Ticks> for TakeWork {
    fn from(ticks: Ticks) -> Self {
        let Ticks { points, mistakes, red_flags, story, delivery, markers } = ticks;
        Self {
            points: points.into_iter().map(|(text, tick)| PointTick { text, tick: tick.into() }).collect(),
            mistakes,
            red_flags,
            story: StoryTicks {
                situation: story.situation.map(Into::into),
                task: story.task.map(Into::into),
                action: story.action.map(Into::into),
                result: story.result.map(Into::into),
                figure: story.figure,
            },
            delivery: DeliveryTicks {
                structure: delivery.structure.map(Into::into),
                brevity: delivery.brevity.map(Into::into),
            },
            markers: markers
                .into_iter()
                .map(|marker| Marker { at_ms: marker.at_ms as f64, of: marker.of.into(), text: marker.text })
                .collect(),
        }
    }
}

impl From<judgement::MarkerOf> for MarkerOf {
    fn from(of: judgement::MarkerOf) -> Self {
        match of {
            judgement::MarkerOf::Point => Self::Point,
            judgement::MarkerOf::Mistake => Self::Mistake,
            judgement::MarkerOf::RedFlag => Self::RedFlag,
            judgement::MarkerOf::Story => Self::Story,
            judgement::MarkerOf::Moment => Self::Moment,
        }
    }
}

impl From<MarkerOf> for judgement::MarkerOf {
    fn from(of: MarkerOf) -> Self {
        match of {
            MarkerOf::Point => Self::Point,
            MarkerOf::Mistake => Self::Mistake,
            MarkerOf::RedFlag => Self::RedFlag,
            MarkerOf::Story => Self::Story,
            MarkerOf::Moment => Self::Moment,
        }
    }
}

impl From<keeping::KeepRule> for KeepRule {
    fn from(rule: keeping::KeepRule) -> Self {
        match rule {
            keeping::KeepRule::All => Self::All,
            keeping::KeepRule::Last(count) => Self::Last { count },
            keeping::KeepRule::Size(megabytes) => Self::Size { megabytes },
        }
    }
}

impl From<KeepRule> for keeping::KeepRule {
    fn from(rule: KeepRule) -> Self {
        match rule {
            KeepRule::All => Self::All,
            KeepRule::Last { count } => Self::Last(count),
            KeepRule::Size { megabytes } => Self::Size(megabytes),
        }
    }
}

impl From<SoundFormat> for Form {
    fn from(format: SoundFormat) -> Self {
        match format {
            SoundFormat::Flac => Self::Flac,
            SoundFormat::Wav => Self::Wav,
        }
    }
}

impl From<Alarm> for SoundAlarm {
    fn from(alarm: Alarm) -> Self {
        match alarm {
            Alarm::NoSignal => Self::NoSignal,
            Alarm::Clipping => Self::Clipping,
        }
    }
}
