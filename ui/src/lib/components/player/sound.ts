/** The bytes of a take, as the page can play them. */
import { AppError } from '../../api/errors';

/** A blob of the type that its first bytes tell. */
export function soundBlob(bytes: ArrayBuffer): Blob {
  const magic = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength)));
  const type = { fLaC: 'audio/flac', RIFF: 'audio/wav' }[magic];
  if (!type) {
    throw new AppError('internal', 'The file of this take holds no sound that can be played.');
  }
  return new Blob([bytes], { type });
}

/** Why the webview could not play, and what helps. */
export function playError(error: MediaError | null): AppError {
  if (error?.code === 4) {
    return new AppError(
      'cannotOpen',
      'This take cannot be played. Either the system’s sound does not answer, or GStreamer’s plugins are missing: then install the packages gstreamer1.0-plugins-good and gstreamer1.0-pulseaudio, and start Rehearse again.',
    );
  }
  const detail = error?.message ? ` (${error.message})` : '';
  return new AppError('cannotOpen', `The sound of this take could not be played${detail}.`);
}
