import { ActionIcon } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Edge, Graph, Party } from './api';
import g from './Graph.module.css';
import { type Point, radial } from './layout';
import { placeOf } from './PartyLink';
import { type Box, usePanZoom } from './usePanZoom';
import { edgeSentence, lowered } from './wording';

/** A few lines say what they are; of many, those of the party one points at. */
const FEW = 14;
const LONGEST = 22;
const MARGIN: Point = { x: 90, y: 50 };
/** How much room there is, and how much smaller than its own size a drawing may begin. */
const WIDE = { x: 780, y: 520, least: 2.4 };
const NARROW = { x: 330, y: 460, least: 1.4 };
type Room = typeof WIDE;

export function Picture({ graph, title }: { graph: Graph; title: string }) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const room = narrow ? NARROW : WIDE;
  const places = useMemo(() => radial(graph.nodes, graph.edges, room.x / room.y), [graph, room]);
  const scale = scaleOf([...places.values()], room);
  const { svg, box, handlers, dragged, zoomIn, zoomOut, fit } = usePanZoom(
    boxOf(room, scale),
    boxOf(room, Math.min(scale, room.least)),
  );
  const [pointed, setPointed] = useState('');
  const parties = new Map(graph.nodes.map((node) => [node.name, node]));
  const titled = (edge: Edge) =>
    graph.edges.length <= FEW || edge.source === pointed || edge.target === pointed;
  return (
    <div className={g.frame}>
      <svg
        ref={svg}
        className={g.picture}
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        role="group"
        aria-label={t('relations.map', { name: title })}
        {...handlers}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" className={g.arrow} />
          </marker>
        </defs>
        {lines(graph.edges).map(({ edge, bend }) => (
          <Line
            key={edge.relation || `${edge.source} ${edge.target}`}
            edge={edge}
            bend={bend}
            from={places.get(edge.source)}
            to={places.get(edge.target)}
            said={edgeSentence(t, edge, parties.get(edge.source)!, parties.get(edge.target)!)}
            titled={titled(edge)}
          />
        ))}
        {graph.nodes.map((party) => (
          <Node
            key={party.name}
            party={party}
            at={places.get(party.name)}
            onPoint={setPointed}
            dragged={dragged}
          />
        ))}
      </svg>
      <div className={g.buttons}>
        <ActionIcon aria-label={t('relations.zoomIn')} onClick={zoomIn}>
          <IconPlus size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t('relations.zoomOut')} onClick={zoomOut}>
          <IconMinus size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t('relations.fit')} onClick={fit}>
          <IconArrowsMaximize size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}

/** What it takes to show all of it; a few never stand there huge. */
function scaleOf(places: Point[], room: Room): number {
  const reach = (axis: 'x' | 'y') => Math.max(...places.map((place) => Math.abs(place[axis]))) + MARGIN[axis];
  return Math.max(1, (2 * reach('x')) / room.x, (2 * reach('y')) / room.y);
}

function boxOf(room: Room, scale: number): Box {
  const [width, height] = [room.x * scale, room.y * scale];
  return { x: -width / 2, y: -height / 2, width, height };
}

/** Several between the same two part from each other. */
function lines(edges: readonly Edge[]) {
  const counts = new Map<string, number>();
  return edges.map((edge) => {
    const pair = [edge.source, edge.target].sort().join(' ');
    const before = counts.get(pair) ?? 0;
    counts.set(pair, before + 1);
    return { edge, bend: Math.ceil(before / 2) * (before % 2 ? 1 : -1) };
  });
}

interface LineProps {
  edge: Edge;
  bend: number;
  from?: Point;
  to?: Point;
  said: string;
  titled: boolean;
}

function Line({ edge, bend, from, to, said, titled }: LineProps) {
  if (!from || !to) return null;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const side = bend * 34;
  const middle = {
    x: (from.x + to.x) / 2 - (dy / length) * side,
    y: (from.y + to.y) / 2 + (dx / length) * side,
  };
  // The arrow ends where the circle begins.
  const end = { x: to.x - (dx / length) * 20, y: to.y - (dy / length) * 20 };
  const directed = edge.type === 'RELATION' && edge.title !== edge.reverse_title;
  return (
    <g className={g.line} data-type={edge.type}>
      <title>{said}</title>
      <path
        d={`M${from.x} ${from.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}`}
        markerEnd={directed ? 'url(#arrow)' : undefined}
      />
      {titled && edge.title && (
        <text x={(from.x + to.x) / 4 + middle.x / 2} y={(from.y + to.y) / 4 + middle.y / 2 - 4}>
          {lowered(edge.title)}
        </text>
      )}
    </g>
  );
}

interface NodeProps {
  party: Party;
  at?: Point;
  onPoint: (name: string) => void;
  dragged: () => boolean;
}

function Node({ party, at, onPoint, dragged }: NodeProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!at) return null;
  const { id, tab } = placeOf(party);
  const open = () => void navigate({ to: '/counterparties/$id', params: { id }, search: { tab } });
  const name = party.display_name;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a bigger place to press; the link is inside
    <g
      className={g.node}
      data-kind={party.kind}
      data-centre={party.distance === 0 || undefined}
      transform={`translate(${at.x} ${at.y})`}
      onClick={() => !dragged() && open()}
      onPointerEnter={() => onPoint(party.name)}
    >
      <title>{name}</title>
      {/* The circle alone is the link: what is written over it is cut short. */}
      <circle
        role="link"
        tabIndex={0}
        aria-label={`${name}, ${t(`enums.RelationParty.Kind.${party.kind || 'LEGAL'}`)}`}
        r={party.distance === 0 ? 20 : 15}
        onKeyDown={(event) => event.key === 'Enter' && open()}
        onFocus={() => onPoint(party.name)}
      />
      <text className={g.letter} dy="0.35em" aria-hidden>
        {name
          .replace(/[^\p{L}\p{N}]/gu, '')
          .charAt(0)
          .toUpperCase()}
      </text>
      <text y={32} aria-hidden>
        {name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name}
      </text>
    </g>
  );
}
