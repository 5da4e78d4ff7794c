// One request in full: how it went over the network, and its header fields as they stand in the web archive.

import type { ReactNode } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import type { ArchivedHead } from '../../../shared/evidence/archived-exchange.ts';
import type { CaptureRecord, ResourceOutcome } from '../../../shared/evidence/capture-record.ts';
import { archiveSize, fetchExchange } from '../../api/archive.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Digest } from '../../components/digest.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { binarySize } from '../../format/bytes.ts';
import { duration } from '../../format/time.ts';
import { useLoaded } from '../../stores/evidence.ts';
import { useText } from '../../stores/use-text.ts';

interface Props {
  readonly item: EvidenceDetail;
  readonly record: CaptureRecord;
  readonly resource: ResourceOutcome;
  readonly onClose: () => void;
}

export function ResourceDialog({ item, record, resource, onClose }: Props) {
  const t = useText();
  return (
    <Dialog title={t.resources.detail} width={820} onClose={onClose}>
      <ScrollRegion className="resource-sheet" label={t.resources.detail}>
        <p className="resource-url">
          <Foreign text={`${resource.method} ${resource.url}`} />
        </p>
        <Facts record={record} resource={resource} />
        {resource.sha256 === null ? null : <Digest label="SHA-256" hex={resource.sha256} />}
        <Headers item={item} resource={resource} />
      </ScrollRegion>
    </Dialog>
  );
}

function Facts({ record, resource }: { record: CaptureRecord; resource: ResourceOutcome }) {
  const t = useText();
  const { network } = resource;
  const connection = network?.connection == null ? null : record.connections?.[network.connection];
  const timing = network?.timing ?? null;
  const spans = [
    [t.resources.dns, timing?.dnsMs],
    [t.resources.connect, timing?.connectMs],
    [t.resources.tlsTime, timing?.tlsMs],
    [t.resources.firstByte, timing?.firstByteAfterMs],
    [t.resources.end, timing?.endAfterMs],
  ] as const;
  const known = spans.flatMap(([label, ms]) => (ms == null ? [] : [`${label} ${duration(ms)}`]));
  const from = resource.fromServiceWorker
    ? t.resources.fromWorker
    : resource.fromCache
      ? t.resources.fromCache
      : t.resources.fromNetwork;
  return (
    <dl className="resource-facts">
      <Fact label={t.resources.verdict}>
        {t.resources.verdicts[resource.verdict]}
        {resource.error ? ` · ${resource.error}` : ''}
      </Fact>
      <Fact label={t.resources.status}>
        {resource.status === null ? (
          '–'
        ) : (
          <Foreign text={`${resource.status} ${network?.statusText ?? ''}`} />
        )}
      </Fact>
      <Fact label={t.resources.startedAt}>
        <Moment at={resource.startedAt} />
      </Fact>
      <Fact label={t.resources.timing}>{known.length === 0 ? '–' : known.join(' · ')}</Fact>
      <Fact label={t.resources.server}>
        {resource.remoteIp === null
          ? '–'
          : [
              `${resource.remoteIp}${connection?.port == null ? '' : ` : ${connection.port}`}`,
              resource.protocol ?? '',
            ]
              .filter((part) => part !== '')
              .join(' · ')}
      </Fact>
      <Fact label={t.resources.tls}>
        {connection?.tls ? (
          <Foreign
            text={`${connection.tls.version} · ${connection.tls.cipher} · ${connection.tls.subject} (${connection.tls.issuer})`}
          />
        ) : (
          t.resources.tlsNone
        )}
      </Fact>
      <Fact label={t.resources.bytes}>
        {t.resources.bytesValue(
          size(resource.bodyBytes),
          size(network?.wireBytes),
          size(network?.declaredBytes),
        )}
        {network?.contentEncoding ? <Foreign text={` · ${network.contentEncoding}`} /> : null}
      </Fact>
      <Fact label={t.resources.source}>
        {[from, network?.initiator ?? ''].filter((part) => part !== '').join(' · ')}
      </Fact>
    </dl>
  );
}

function size(bytes: number | null | undefined): string {
  return bytes == null ? '–' : binarySize(bytes);
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Headers({ item, resource }: { item: EvidenceDetail; resource: ResourceOutcome }) {
  const t = useText();
  const place = resource.network?.archive ?? null;
  const sizeBytes = archiveSize(item.files);
  const loaded = useLoaded(`${item.id}/${place?.offset ?? ''}`, 0, async () => ({
    heads: place === null || sizeBytes === null ? null : await fetchExchange(item.id, sizeBytes, place),
  }));
  if (loaded.failure) return <FailureNote failure={loaded.failure} onRetry={loaded.reload} />;
  if (loaded.value === null) return <Loading />;
  const { heads } = loaded.value;
  if (heads === null) return <p className="muted">{t.resources.noHeaders}</p>;
  return (
    <>
      <Head title={t.resources.responseHeaders} head={heads.response} />
      <Head title={t.resources.requestHeaders} head={heads.request} />
      <p className="small muted">{t.resources.headersNote}</p>
    </>
  );
}

function Head({ title, head }: { title: string; head: ArchivedHead }) {
  return (
    <section>
      <h3 className="resource-head">{title}</h3>
      <p className="resource-line">
        <Foreign text={head.first} />
      </p>
      <table className="header-rows">
        <tbody>
          {head.fields.map(([name, value], index) => (
            <tr key={index}>
              <th scope="row">
                <Foreign text={name} />
              </th>
              <td>
                <Foreign text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
