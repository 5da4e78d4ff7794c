// Works of cases as the handlers and the pipeline see them.

import type { z } from 'zod';
import type {
  createWorkInput,
  LinkWorkInput,
  ListWorksInput,
  updateWorkInput,
  WorkView,
} from '../../shared/api/works.ts';

/** Every change is audited by ids and never by what was written. All throw input/not-found. */
export interface WorkStore {
  /** In the order in which they were added. */
  list(of: ListWorksInput): readonly WorkView[];
  create(input: z.output<typeof createWorkInput>): WorkView;
  update(input: z.output<typeof updateWorkInput>): WorkView;
  /** Its links go with it; the deposits stay as they are. */
  remove(id: string): void;
  /** The evidence must be a file deposit, of any case. */
  link(input: LinkWorkInput): WorkView;
}
