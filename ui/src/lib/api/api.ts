import { createContext } from 'svelte';
import type { About } from './generated/About';
import type { AnswerCard } from './generated/AnswerCard';
import type { CardAction } from './generated/CardAction';
import type { CardPage } from './generated/CardPage';
import type { CardSource } from './generated/CardSource';
import type { CardStatus } from './generated/CardStatus';
import type { DeckOptionsView } from './generated/DeckOptionsView';
import type { Library } from './generated/Library';
import type { LibraryChanged } from './generated/LibraryChanged';
import type { Proposal } from './generated/Proposal';
import type { ProposeRating } from './generated/ProposeRating';
import type { Recovery } from './generated/Recovery';
import type { ReviewStep } from './generated/ReviewStep';
import type { SaveCardSource } from './generated/SaveCardSource';
import type { SavedCardSource } from './generated/SavedCardSource';
import type { Scope } from './generated/Scope';
import type { SearchCards } from './generated/SearchCards';
import type { SearchResults } from './generated/SearchResults';
import type { SetDeckOptions } from './generated/SetDeckOptions';
import type { Settings } from './generated/Settings';
import type { Startup } from './generated/Startup';
import type { StudyMore } from './generated/StudyMore';
import type { Today } from './generated/Today';
import type { Undone } from './generated/Undone';
import type { AssessAnswer } from './generated/AssessAnswer';
import type { AssessmentView } from './generated/AssessmentView';
import type { BeginInterview } from './generated/BeginInterview';
import type { ClockView } from './generated/ClockView';
import type { ComposedInterview } from './generated/ComposedInterview';
import type { ComposeInterview } from './generated/ComposeInterview';
import type { InterviewAction } from './generated/InterviewAction';
import type { InterviewHistory } from './generated/InterviewHistory';
import type { InterviewReport } from './generated/InterviewReport';
import type { Interviews } from './generated/Interviews';
import type { InterviewView } from './generated/InterviewView';
import type { ReportFormat } from './generated/ReportFormat';
import type { SaveAnswer } from './generated/SaveAnswer';
import type { SetBand } from './generated/SetBand';
import type { SetRedFlags } from './generated/SetRedFlags';
import type { AssessTake } from './generated/AssessTake';
import type { Calibration } from './generated/Calibration';
import type { KeepRule } from './generated/KeepRule';
import type { KeepTake } from './generated/KeepTake';
import type { MicrophoneView } from './generated/MicrophoneView';
import type { Microphones } from './generated/Microphones';
import type { PredictTake } from './generated/PredictTake';
import type { RecordCard } from './generated/RecordCard';
import type { RecordPage } from './generated/RecordPage';
import type { RegradeView } from './generated/RegradeView';
import type { SaveTakeText } from './generated/SaveTakeText';
import type { SoundFormat } from './generated/SoundFormat';
import type { TakeAssessmentView } from './generated/TakeAssessmentView';
import type { TakeChanged } from './generated/TakeChanged';
import type { TakePage } from './generated/TakePage';
import type { TakeProposal } from './generated/TakeProposal';
import type { TakeRow } from './generated/TakeRow';
import type { Takes } from './generated/Takes';
import type { TakesOf } from './generated/TakesOf';
import type { TakeTicks } from './generated/TakeTicks';

/** Everything that the interface can ask of the program. Each failure is an AppError. */
export interface Api {
  startup(): Promise<Startup>;
  recover(choice: Recovery): Promise<Startup>;
  reportReady(): Promise<void>;
  today(): Promise<Today>;
  studyMore(request: StudyMore): Promise<Today>;
  startReview(scope: Scope): Promise<ReviewStep>;
  currentStep(): Promise<ReviewStep>;
  answerCard(request: AnswerCard): Promise<ReviewStep>;
  acceptFollowUps(ids: string[]): Promise<ReviewStep>;
  actOnCard(id: string, action: CardAction): Promise<CardStatus>;
  undo(): Promise<Undone>;
  proposeRating(request: ProposeRating): Promise<Proposal | null>;
  library(): Promise<Library>;
  searchCards(request: SearchCards): Promise<SearchResults>;
  cardPage(id: string): Promise<CardPage>;
  cardSource(id: string): Promise<CardSource>;
  saveCardSource(request: SaveCardSource): Promise<SavedCardSource>;
  restoreOriginal(id: string): Promise<void>;
  deckOptions(deck: string | null): Promise<DeckOptionsView>;
  setDeckOptions(request: SetDeckOptions): Promise<DeckOptionsView>;
  settings(): Promise<Settings>;
  setSettings(settings: Settings): Promise<Settings>;
  about(): Promise<About>;
  /** The bytes of an image inside a deck's folder. */
  media(deck: string, path: string): Promise<ArrayBuffer>;
  /** Opens the system's browser; only after the address was shown and accepted. */
  openLink(url: string): Promise<void>;
  interviews(): Promise<Interviews>;
  composeInterview(request: ComposeInterview): Promise<ComposedInterview>;
  beginInterview(request: BeginInterview): Promise<InterviewView>;
  /** The interview that runs or waits to be taken up again; null when there is none. */
  currentInterview(): Promise<InterviewView | null>;
  actOnInterview(action: InterviewAction): Promise<InterviewView>;
  saveAnswer(request: SaveAnswer): Promise<void>;
  assessAnswer(request: AssessAnswer): Promise<AssessmentView>;
  undoAssessment(interview: string, stage: number, turn: number): Promise<void>;
  setBand(request: SetBand): Promise<void>;
  setRedFlags(request: SetRedFlags): Promise<void>;
  interviewReport(id: string): Promise<InterviewReport>;
  interviewHistory(): Promise<InterviewHistory>;
  deleteInterview(id: string): Promise<void>;
  /** Writes a report into a file and returns where it is. */
  exportReport(id: string, format: ReportFormat): Promise<string>;
  /** Opens the system's print dialog for the page as it is shown. */
  printPage(): Promise<void>;
  microphones(): Promise<Microphones>;
  openMicrophone(): Promise<MicrophoneView>;
  closeMicrophone(): Promise<void>;
  /** What the microphone does now. */
  microphone(): Promise<MicrophoneView>;
  recordPage(request: RecordCard): Promise<RecordPage>;
  /** Begins a take of a card; what the microphone heard before is not in it. */
  startTake(request: RecordCard): Promise<MicrophoneView>;
  /** Remembers at once that the hint of the take was opened. */
  useTakeHint(): Promise<void>;
  /** Ends the take; null when it holds no sound. */
  finishTake(hintUsed: boolean): Promise<TakeRow | null>;
  discardTake(): Promise<void>;
  saveTakeText(request: SaveTakeText): Promise<void>;
  /** Records the answers of the interview that runs, or no longer; opens the microphone for it. */
  recordInterview(on: boolean): Promise<MicrophoneView>;
  predictTake(request: PredictTake): Promise<void>;
  /** `blind` leaves out everything that was judged, for a judgement without it. */
  takePage(id: string, blind: boolean): Promise<TakePage>;
  /** The bytes of a take's file: FLAC or WAV. */
  takeAudio(id: string): Promise<ArrayBuffer>;
  saveTakeWork(request: TakeTicks): Promise<void>;
  /** What the ticks amount to; null until all that counts is judged. */
  proposeTakeRating(request: TakeTicks): Promise<TakeProposal | null>;
  assessTake(request: AssessTake): Promise<TakeAssessmentView>;
  undoTakeAssessment(id: string): Promise<void>;
  regradeTake(request: TakeTicks): Promise<RegradeView>;
  takesOf(request: TakesOf): Promise<TakeRow[]>;
  takes(): Promise<Takes>;
  setKeepRule(rule: KeepRule): Promise<Takes>;
  keepTake(request: KeepTake): Promise<TakeRow>;
  /** Deletes the sound of takes; what was judged stays. */
  deleteTakes(ids: string[]): Promise<Takes>;
  /** Writes a take into a file and returns where it is. */
  exportTake(id: string, format: SoundFormat): Promise<string>;
  /** Shows a take's file in the system's file manager. */
  revealTake(id: string): Promise<void>;
  calibration(): Promise<Calibration>;
  /** The microphone, about ten times a second while it is open. Returns how to stop listening. */
  onMicrophoneChanged(listener: (microphone: MicrophoneView) => void): () => void;
  /** Work on a take in the background went on, or its sound changed. Returns how to stop listening. */
  onTakeChanged(listener: (change: TakeChanged) => void): () => void;
  /** The interview's clock, each second while it counts. Returns how to stop listening. */
  onClockTicked(listener: (clock: ClockView) => void): () => void;
  /** The window is about to close: what is not saved yet has a moment. Returns how to stop listening. */
  onWindowClosing(listener: () => void): () => void;
  /** Decks changed on disk and were read again. Returns how to stop listening. */
  onLibraryChanged(listener: (change: LibraryChanged) => void): () => void;
}

/** How views receive the Api: from the context, so that tests can bring a fake one. */
export const [getApi, setApi] = createContext<Api>();
