import { Button, Group, Modal, Select, Skeleton, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactsOfQuery } from '@/features/contacts';
import type { Counterparty } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { ErrorState } from '@/shared/ui/ErrorState';
import { toastDone } from '@/shared/ui/toast';
import {
  type Relation,
  type RelationKind,
  relationKindsQuery,
  useCreateRelation,
  useUpdateRelation,
} from './api';
import { type Choice, choicesFor } from './choices';
import { type Chosen, ofContact, PartyPicker } from './PartyPicker';
import s from './Relations.module.css';
import { sentence } from './wording';

interface Props {
  row: Counterparty;
  /** Null for a new one. */
  relation: Relation | null;
  onClose: () => void;
}

/** The client or one of its people, another one, and what the one is to the other. */
export function RelationDialog({ row, relation, onClose }: Props) {
  const { t } = useTranslation();
  const kinds = useQuery(relationKindsQuery);
  return (
    <Modal
      opened
      onClose={onClose}
      // A click beside is no wish to lose what was written.
      closeOnClickOutside={false}
      title={t(relation ? 'relations.edit' : 'relations.new')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {kinds.isPending && <Skeleton h={220} />}
      {kinds.isError && !kinds.data && <ErrorState error={kinds.error} retry={() => void kinds.refetch()} />}
      {kinds.data && relation && <Edit relation={relation} kinds={kinds.data} onClose={onClose} />}
      {kinds.data && !relation && <Add row={row} kinds={kinds.data} onClose={onClose} />}
    </Modal>
  );
}

interface FormProps {
  kinds: readonly RelationKind[];
  onClose: () => void;
}

function Add({ row, kinds, onClose }: FormProps & { row: Counterparty }) {
  const { t } = useTranslation();
  const people = useQuery(contactsOfQuery(row.name)).data ?? [];
  const firsts: Chosen[] = [row, ...people.map(ofContact)];
  const [who, setWho] = useState(row.name);
  const [other, setOther] = useState<Chosen | null>(null);
  const [id, setId] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const create = useCreateRelation(true);
  const first = firsts.find((one) => one.name === who) ?? row;
  const open = kinds.filter((kind) => !kind.archived);
  const choices = other ? choicesFor(open, first, other) : [];
  const chosen = choices.find((choice) => choice.id === id);
  const errors = fieldErrors(create.error);
  const submit = () => {
    if (!other || !chosen) return setMissing(true);
    const [source, target] = chosen.turned ? [other.name, first.name] : [first.name, other.name];
    create.mutate(
      { source, target, kind: chosen.kind.name, note },
      {
        onSuccess: () => {
          toastDone(t('relations.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <Form saving={create.isPending} onSubmit={submit} onClose={onClose}>
      <Refusal error={create.error} at={errors} />
      {firsts.length > 1 && (
        <Select
          label={t('relations.who')}
          data={firsts.map((one) => ({ value: one.name, label: one.display_name }))}
          allowDeselect={false}
          value={who}
          onChange={(name) => setWho(name ?? row.name)}
        />
      )}
      <PartyPicker
        label={t('relations.withWhom')}
        value={other}
        without={[first.name]}
        error={errors.target ?? errors.source ?? (missing && !other ? t('relations.choose') : undefined)}
        onChange={setOther}
      />
      <KindSelect
        choices={choices}
        disabled={!other}
        value={chosen?.id ?? null}
        error={errors.kind ?? (missing && other && !chosen ? t('relations.chooseOne') : undefined)}
        onChange={setId}
      />
      {other && chosen && <Said choice={chosen} first={first} second={other} />}
      <NoteInput value={note} error={errors.note} onChange={setNote} />
    </Form>
  );
}

/** The ends stay, and so does which of them is the source. */
function Edit({ relation, kinds, onClose }: FormProps & { relation: Relation }) {
  const { t } = useTranslation();
  const [id, setId] = useState<string | null>(relation.kind);
  const [note, setNote] = useState(relation.note);
  const save = useUpdateRelation();
  const [source, target] = [relation.source_party!, relation.target_party!];
  const open = kinds.filter((kind) => !kind.archived || kind.name === relation.kind);
  const choices = choicesFor(open, source, target).filter((choice) => !choice.turned);
  const chosen = choices.find((choice) => choice.id === id);
  const errors = fieldErrors(save.error);
  const submit = () =>
    save.mutate(
      { relation, kind: chosen?.kind.name ?? relation.kind, note },
      {
        onSuccess: () => {
          toastDone(t('relations.saved'));
          onClose();
        },
      },
    );
  return (
    <Form saving={save.isPending} onSubmit={submit} onClose={onClose}>
      <Refusal error={save.error} at={errors} />
      <KindSelect
        choices={choices}
        value={chosen?.id ?? null}
        error={errors.kind ?? errors.target ?? errors.source}
        onChange={setId}
      />
      {chosen && <Said choice={chosen} first={source} second={target} />}
      <NoteInput value={note} error={errors.note} onChange={setNote} />
    </Form>
  );
}

interface ShellProps {
  saving: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: React.ReactNode;
}

function Form({ saving, onSubmit, onClose, children }: ShellProps) {
  const { t } = useTranslation();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="sm">
        {children}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={saving}>
            {t('ui.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A refusal that no field of the form shows. */
function Refusal({ error, at }: { error: unknown; at: Record<string, string> }) {
  if (!error || Object.keys(at).length > 0) return null;
  return (
    <div className={s.error} role="alert">
      {errorText(error)}
    </div>
  );
}

interface KindProps {
  choices: readonly Choice[];
  disabled?: boolean;
  value: string | null;
  error?: string;
  onChange: (id: string | null) => void;
}

function KindSelect({ choices, disabled, value, error, onChange }: KindProps) {
  const { t } = useTranslation();
  const groups = (['PARTIES', 'PERSONS'] as const).map((between) => ({
    group: t(`enums.RelationKind.Between.${between}`),
    items: choices
      .filter(({ kind }) => kind.between === between)
      .map((choice) => ({ value: choice.id, label: choice.title })),
  }));
  return (
    <Select
      searchable
      label={t('relations.chooseKind')}
      disabled={disabled}
      allowDeselect={false}
      data={groups.filter(({ items }) => items.length > 0)}
      nothingFoundMessage={t('relations.noKinds')}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}

function Said({ choice, first, second }: { choice: Choice; first: Chosen; second: Chosen }) {
  const { t } = useTranslation();
  const titles = choice.turned
    ? { title: choice.kind.reverse_title, reverse_title: choice.kind.title }
    : choice.kind;
  return (
    <p className={s.said} role="status">
      {sentence(t, titles, first.display_name, second.display_name)}
    </p>
  );
}

function NoteInput(props: { value: string; error?: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  return (
    <Textarea
      autosize
      minRows={2}
      maxRows={6}
      maxLength={2000}
      label={t('relations.note')}
      placeholder={t('relations.noteHint')}
      value={props.value}
      error={props.error}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
