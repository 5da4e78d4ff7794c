// File deposits: everything is checked before a job is queued.

import type { CoreApi } from '../../../shared/api/core.ts';
import { beginUploadInput, startDepositInput, type DepositJobInput } from '../../../shared/api/deposits.ts';
import { cleanFields, fieldMisfits } from '../../../shared/deposit/categories.ts';
import { AppError } from '../../../shared/errors.ts';
import { checkedInput } from './checked-input.ts';
import { DEFAULT_CASE, type ApiDeps } from './deps.ts';

type Deposits = Pick<
  CoreApi,
  'startDeposit' | 'beginUpload' | 'uploadOffset' | 'appendUpload' | 'discardUpload' | 'getDepositRecord'
>;

export function createDeposits(deps: ApiDeps): Deposits {
  const { store, queue, uploads, emit } = deps;
  return {
    async startDeposit(input) {
      const asked = checkedInput(startDepositInput, input);
      const { source, mode, category, tellLocation } = asked;
      const fields = cleanFields(asked.fields);
      const [misfit] = fieldMisfits(category, fields);
      if (misfit) throw new AppError('input/invalid', { field: misfit.key, problem: misfit.problem });
      const roots =
        source.kind === 'paths' ? await deps.checkSources(source.paths) : await uploads.roots(source.id);
      const target =
        asked.caseId === null
          ? store.cases.ensure(asked.caseName ?? DEFAULT_CASE)
          : store.cases.require(asked.caseId);
      const job: DepositJobInput = {
        source,
        mode,
        category,
        fields,
        tellLocation,
        title: asked.title ?? deps.depositTitle(roots),
      };
      const [made] = queue.enqueue([{ kind: 'deposit', caseId: target.id, url: null, input: job }]);
      // Names of files may be personal: the log tells how many, the record tells which.
      store.audit.append('deposit-requested', made!.id, {
        case: target.id,
        roots: roots.length,
        mode,
        category,
      });
      emit({ type: 'cases' });
      return made!;
    },
    async beginUpload(input) {
      return { id: await uploads.begin(checkedInput(beginUploadInput, input).files) };
    },
    uploadOffset: ({ id, index }) => uploads.offset(id, index),
    appendUpload: ({ id, index, offset, bytes }) => uploads.append(id, index, offset, bytes),
    discardUpload: ({ id }) => uploads.remove(id),
    getDepositRecord: ({ id }) => deps.readDepositRecord(id),
  };
}
