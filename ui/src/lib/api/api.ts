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
  /** The interview's clock, each second while it counts. Returns how to stop listening. */
  onClockTicked(listener: (clock: ClockView) => void): () => void;
  /** The window is about to close: what is not saved yet has a moment. Returns how to stop listening. */
  onWindowClosing(listener: () => void): () => void;
  /** Decks changed on disk and were read again. Returns how to stop listening. */
  onLibraryChanged(listener: (change: LibraryChanged) => void): () => void;
}

/** How views receive the Api: from the context, so that tests can bring a fake one. */
export const [getApi, setApi] = createContext<Api>();
