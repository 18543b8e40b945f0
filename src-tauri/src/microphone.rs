//! The system's microphones, behind the core's `AudioInput`. The only file that names cpal.

use std::str::FromStr;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{
    BufferSize, Data, DeviceId, ErrorKind, FromSample, Host, SampleFormat, SizedSample, Stream,
    SupportedBufferSize, SupportedStreamConfig,
};
use rehearse_core::audio::{AudioInput, Device, Format, InputError, OpenInput, Reporter, Sink};
use rehearse_core::domain::audio::SAMPLE_RATE;

/// Buffers a second: short enough that a take begins at once, long enough for a busy machine, which has
/// the time of one buffer to fetch the last one.
const BUFFERS_PER_SECOND: u32 = 25;

/// The microphones of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Microphones;

/// A microphone that is open. cpal runs it on a thread of its own.
struct Listening {
    _stream: Stream,
}

impl OpenInput for Listening {}

impl AudioInput for Microphones {
    fn devices(&self) -> Result<Vec<Device>, InputError> {
        let host = host()?;
        let default = host.default_input_device().and_then(|device| device.id().ok());
        let devices = host.input_devices().map_err(|error| why(&error, InputError::NoMicrophone))?;
        let offered = devices.filter_map(|device| {
            let id = device.id().ok().filter(|id| is_offered(id.id()))?;
            let name = name_of(id.id(), device.description().ok()?.name());
            Some(Device { is_default: Some(&id) == default.as_ref(), id: id.to_string(), name })
        });
        Ok(offered.collect())
    }

    fn open(
        &self,
        device: Option<&str>,
        connect: &mut dyn FnMut(Format) -> (Sink, Reporter),
    ) -> Result<Box<dyn OpenInput>, InputError> {
        let host = host()?;
        // What it means when the device is not there.
        let missing = device.map_or(InputError::NoMicrophone, |_| InputError::Gone);
        let device = match device {
            None => host.default_input_device(),
            Some(id) => DeviceId::from_str(id).ok().and_then(|id| host.device_by_id(&id)),
        };
        let device = device.ok_or_else(|| missing.clone())?;
        let refused = |error| why(&error, missing.clone());
        let config = best_config(&device).map_err(refused)?;
        let deliver = delivery(config.sample_format())?;
        let (mut sink, reporter) =
            connect(Format { sample_rate: config.sample_rate(), channels: config.channels() });
        let mut wanted = config.config();
        wanted.buffer_size = buffer_size(&config);
        let stream = device
            .build_input_stream_raw(
                wanted,
                config.sample_format(),
                move |data, _| deliver(data, &mut sink),
                move |error| report(&error, &reporter),
                None,
            )
            .map_err(refused)?;
        stream.play().map_err(refused)?;
        Ok(Box::new(Listening { _stream: stream }))
    }
}

fn host() -> Result<Host, InputError> {
    // ALSA also tells its troubles on standard error, at length; the error that it returns says enough.
    #[cfg(target_os = "linux")]
    let _ = alsa::Output::local_error_handler();
    let mut hosts = cpal::available_hosts().into_iter();
    hosts.find_map(|id| cpal::host_from_id(id).ok()).ok_or(InputError::NoMicrophone)
}

/// Whether a device is one that a learner would choose. ALSA lists each card several times, through
/// plugins and by number: the default and the cards by name are left, for a number changes when
/// something else is plugged in.
fn is_offered(id: &str) -> bool {
    if !cfg!(target_os = "linux") || id == "default" {
        return true;
    }
    let card = id.strip_prefix("hw:CARD=").and_then(|card| card.split(',').next());
    card.is_some_and(|card| card.parse::<u32>().is_err())
}

/// ALSA describes its default by the plugin that stands behind it, which says nothing to a learner.
fn name_of(id: &str, name: &str) -> String {
    match id {
        "default" if cfg!(target_os = "linux") => "Default microphone".to_owned(),
        _ => name.to_owned(),
    }
}

/// What a take is, where the device offers it; otherwise what the device likes best.
fn best_config(device: &cpal::Device) -> Result<SupportedStreamConfig, cpal::Error> {
    let exact = device
        .supported_input_configs()?
        .filter(|range| range.channels() == 1 && range.sample_format() == SampleFormat::I16)
        .find_map(|range| range.try_with_sample_rate(SAMPLE_RATE));
    exact.map_or_else(|| device.default_input_config(), Ok)
}

fn buffer_size(config: &SupportedStreamConfig) -> BufferSize {
    match *config.buffer_size() {
        SupportedBufferSize::Range { min, max } => {
            BufferSize::Fixed((config.sample_rate() / BUFFERS_PER_SECOND).clamp(min, max))
        }
        SupportedBufferSize::Unknown => BufferSize::Default,
    }
}

/// Puts a buffer of one sample format into a sink.
type Delivery = fn(&Data, &mut Sink);

fn delivery(format: SampleFormat) -> Result<Delivery, InputError> {
    Ok(match format {
        SampleFormat::I8 => deliver::<i8>,
        SampleFormat::I16 => deliver::<i16>,
        SampleFormat::I24 => deliver::<cpal::I24>,
        SampleFormat::I32 => deliver::<i32>,
        SampleFormat::I64 => deliver::<i64>,
        SampleFormat::U8 => deliver::<u8>,
        SampleFormat::U16 => deliver::<u16>,
        SampleFormat::U24 => deliver::<cpal::U24>,
        SampleFormat::U32 => deliver::<u32>,
        SampleFormat::U64 => deliver::<u64>,
        SampleFormat::F32 => deliver::<f32>,
        SampleFormat::F64 => deliver::<f64>,
        other => return Err(InputError::Other(format!("it delivers samples as {other}"))),
    })
}

/// On the thread of the sound card: nothing here waits or allocates.
fn deliver<T>(data: &Data, sink: &mut Sink)
where
    T: SizedSample,
    f32: FromSample<T>,
{
    if let Some(samples) = data.as_slice::<T>() {
        sink.push(samples.iter().map(|sample| sample.to_sample::<f32>()));
    }
}

/// What went wrong while a microphone was open.
fn report(error: &cpal::Error, reporter: &Reporter) {
    match error.kind() {
        ErrorKind::Xrun => reporter.glitch(),
        // It goes on, only otherwise than hoped for.
        ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied => {}
        ErrorKind::DeviceBusy => _ = reporter.fail(InputError::Busy),
        ErrorKind::PermissionDenied => _ = reporter.fail(InputError::Denied),
        // Unplugged, or the sound server went away: each system says it in its own way.
        // cpal goes on saying so until it is closed.
        _ => {
            if reporter.fail(InputError::Gone) {
                tracing::warn!(%error, "the microphone has stopped");
            }
        }
    }
}

/// Why a microphone does not open, in the core's words.
fn why(error: &cpal::Error, missing: InputError) -> InputError {
    tracing::warn!(%error, "the microphone did not open");
    match error.kind() {
        // A sound server without any source calls it an input or output error.
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable | ErrorKind::BackendError => missing,
        ErrorKind::DeviceBusy => InputError::Busy,
        ErrorKind::PermissionDenied => InputError::Denied,
        _ => InputError::Other(error.to_string()),
    }
}
