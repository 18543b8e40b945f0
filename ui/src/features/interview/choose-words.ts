/** The sentences of the page on which an interview is chosen. */
import type { InterviewMode } from '$lib/api/generated/InterviewMode';
import type { Level } from '$lib/api/generated/Level';
import type { Microphones } from '$lib/api/generated/Microphones';
import type { Topic } from '$lib/api/generated/Topic';
import type { UnfinishedInterview } from '$lib/api/generated/UnfinishedInterview';
import { instant, timeOfDay } from '$lib/format';

export const topics: { topic: Topic; label: string }[] = [
  { topic: 'quiz', label: 'Multiple choice' },
  { topic: 'concepts', label: 'Concepts' },
  { topic: 'coding', label: 'Coding' },
  { topic: 'design', label: 'System design' },
  { topic: 'behavioural', label: 'Behavioural' },
];

export const levels: { level: Level; label: string }[] = [
  { level: 'easy', label: 'Easy' },
  { level: 'medium', label: 'Medium' },
  { level: 'hard', label: 'Hard' },
];

export const lengths = [15, 30, 45, 60, 90];

export const modes: { mode: InterviewMode; label: string; means: string }[] = [
  {
    mode: 'practice',
    label: 'Practice',
    means: 'Hints, a pause, and the key points after each answer while the clock waits.',
  },
  {
    mode: 'pressure',
    label: 'Under pressure',
    means: 'As in a real one: no hint, no pause, all feedback at the end.',
  },
];

export function topicWord(topic: Topic): string {
  return topics.find((one) => one.topic === topic)?.label ?? topic;
}

/** "Ends about 20:15.": in practice the key points and pauses come on top. */
export function endsAbout(now: number, minutes: number, mode: InterviewMode): string {
  const at = timeOfDay(now + minutes * 60_000);
  return mode === 'practice' ? `Ends about ${at}, later with pauses.` : `Ends about ${at}.`;
}

/** "You left “Backend engineer” at “Coding”: 12 min left." */
export function unfinishedWords({ title, stage, minutesLeft }: UnfinishedInterview): string {
  const left = minutesLeft > 0 ? `${minutesLeft} min left` : 'its time is used up';
  return `You left “${title}” at “${stage}”: ${left}.`;
}

/** "last begun 18 November 2026" */
export function lastBegun(at: number | null): string {
  return at === null ? '' : `last begun ${instant(at).split(',')[0]}`;
}

/** With which microphone it would record, or why with none. */
export function microphoneWords({ devices, chosen, problem }: Microphones): string {
  if (problem !== null) return problem;
  const found = devices.find(({ id }) => id === chosen);
  if (found) return `With ${found.name}.`;
  if (chosen !== null)
    return 'The microphone chosen in Settings is not there: connect it, or choose another one there.';
  const usual = devices.find((device) => device.default) ?? devices[0];
  return usual ? `With ${usual.name}.` : 'With the system’s microphone.';
}

/** Minutes as a figure: "3", "2.5". */
export function figure(minutes: number): string {
  return `${Math.round(minutes * 10) / 10} min`;
}
