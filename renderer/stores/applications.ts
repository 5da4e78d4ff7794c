// Applications for notarisation: the list, one in full, and the verbs. News make both read afresh.

import { create } from 'zustand';
import type {
  ApplicationDetail,
  ApplicationView,
  AttachInput,
  PackApplicationInput,
  SaveApplicationInput,
} from '../../shared/api/applications.ts';
import { api } from '../api/client.ts';
import { useLoaded, type Loaded } from './evidence.ts';

const useNews = create<{ readonly count: number }>()(() => ({ count: 0 }));

export function touchApplications(): void {
  useNews.setState({ count: useNews.getState().count + 1 });
}

export function useApplications(): Loaded<readonly ApplicationView[]> {
  const count = useNews((state) => state.count);
  return useLoaded('applications', count, () => api.listApplications.query());
}

export function useApplication(id: string): Loaded<ApplicationDetail> {
  const count = useNews((state) => state.count);
  return useLoaded(id, count, () => api.getApplication.query({ id }));
}

export function createApplication(caseId: string): Promise<ApplicationDetail> {
  return api.createApplication.mutate({ caseId });
}

export function saveApplication(input: SaveApplicationInput): Promise<ApplicationDetail> {
  return api.saveApplication.mutate(input);
}

export function attachToApplication(input: AttachInput): Promise<ApplicationDetail> {
  return api.attachToApplication.mutate(input);
}

export function detachFromApplication(id: string, index: number): Promise<ApplicationDetail> {
  return api.detachFromApplication.mutate({ id, index });
}

export function packApplication(
  id: string,
  recipient: PackApplicationInput['recipient'],
): Promise<ApplicationDetail> {
  return api.packApplication.mutate({ id, recipient });
}

export function uploadApplication(id: string): Promise<ApplicationDetail> {
  return api.uploadApplication.mutate({ id });
}

export async function cancelApplication(id: string): Promise<void> {
  await api.cancelApplication.mutate({ id });
}

export function reopenApplication(id: string): Promise<ApplicationDetail> {
  return api.reopenApplication.mutate({ id });
}

export async function removeApplication(id: string): Promise<void> {
  await api.removeApplication.mutate({ id });
}
