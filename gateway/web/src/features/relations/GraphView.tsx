import { SegmentedControl, Switch } from '@mantine/core';
import { IconAffiliate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { StaleBar } from '@/shared/ui/StaleBar';
import { type Graph, graphQuery } from './api';
import g from './Graph.module.css';
import { Picture } from './Picture';
import s from './Relations.module.css';
import { Waiting } from './Waiting';

const DEPTHS = ['1', '2', '3'];

/** The client, who is around it, and who is around those. */
export function GraphView({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  const [depth, setDepth] = useState('2');
  const [contacts, setContacts] = useState(true);
  const graph = useQuery(graphQuery(row.name, Number(depth)));
  const shown = graph.data && (contacts ? graph.data : withoutContacts(graph.data));
  return (
    <div>
      <div className={s.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('relations.depth')}
          value={depth}
          onChange={setDepth}
          data={DEPTHS.map((value) => ({ value, label: t('relations.steps', { count: Number(value) }) }))}
        />
        <Switch
          size="xs"
          label={t('relations.showContacts')}
          checked={contacts}
          onChange={(event) => setContacts(event.currentTarget.checked)}
        />
      </div>
      {graph.isPending && <Waiting h={420} />}
      {graph.isError && !graph.data && <ErrorState error={graph.error} retry={() => void graph.refetch()} />}
      {graph.isError && graph.data && (
        <StaleBar time={graph.dataUpdatedAt} retry={() => void graph.refetch()} />
      )}
      {shown && shown.nodes.length < 2 && (
        <EmptyState
          icon={IconAffiliate}
          tone="gray"
          title={t('relations.alone')}
          hint={t('relations.aloneHint')}
        />
      )}
      {shown && shown.nodes.length > 1 && (
        <>
          {shown.truncated && (
            <p className={g.truncated} role="status">
              {t('relations.truncated', { count: shown.nodes.length })}
            </p>
          )}
          <Picture
            key={`${depth} ${contacts} ${shown.nodes.length}`}
            graph={shown}
            title={row.display_name}
          />
          <p className={g.hint}>{t('relations.mapHint')}</p>
        </>
      )}
    </div>
  );
}

/** Those met through a contact alone go with it. */
function withoutContacts(graph: Graph): Graph {
  const near = new Map<string, string[]>();
  const clients = new Set(graph.nodes.filter((node) => node.kind !== 'CONTACT').map((node) => node.name));
  const edges = graph.edges.filter((edge) => clients.has(edge.source) && clients.has(edge.target));
  for (const { source, target } of edges) {
    near.set(source, [...(near.get(source) ?? []), target]);
    near.set(target, [...(near.get(target) ?? []), source]);
  }
  const reached = new Set<string>();
  const follow = [graph.nodes[0]?.name ?? ''];
  for (const name of follow) {
    if (reached.has(name)) continue;
    reached.add(name);
    follow.push(...(near.get(name) ?? []));
  }
  return { ...graph, nodes: graph.nodes.filter((node) => reached.has(node.name)), edges };
}
