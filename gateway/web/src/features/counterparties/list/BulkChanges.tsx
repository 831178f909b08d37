import { MultiSelect, Radio, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterpartyRole, LifecycleStage, MarketState, OwnerCascade } from '@/shared/api/types';
import { useSegments } from '@/shared/session/directory';
import { PeoplePicker, PersonPicker } from '@/shared/ui/fields/pickers';
import type { BulkChange } from '../bulk';
import { CHOICES } from '../fields/fields';
import { OwnerCascadeNote } from '../fields/OwnerCascadeNote';
import type { BulkAction } from './BulkActions';

type Change = (change: BulkChange | undefined) => void;
interface ChangeProps {
  onChange: Change;
}

/** What is asked before each action; it tells the change, or nothing while it is unfinished. */
export function BulkChanges({ action, onChange }: ChangeProps & { action: BulkAction }) {
  switch (action) {
    case 'segments':
      return <SegmentsChange onChange={onChange} />;
    case 'owner':
      return <OwnerChange onChange={onChange} />;
    case 'market':
      return <MarketChange onChange={onChange} />;
    case 'participants':
      return <ParticipantsChange onChange={onChange} />;
    case 'roles':
      return <RolesChange onChange={onChange} />;
    case 'stage':
      return <StageChange onChange={onChange} />;
    case 'texts':
      return <TextsChange onChange={onChange} />;
    case 'deal':
      return <DealHint />;
    default:
      return null;
  }
}

interface AddOrRemoveProps {
  label: string;
  modes: [string, string];
  onChange: (add: boolean, values: string[]) => void;
  children: (values: string[], set: (values: string[]) => void) => ReactNode;
}

/** Values that are put in or taken out of a list, whatever else is in it. */
function AddOrRemove({ label, modes, onChange, children }: AddOrRemoveProps) {
  const [add, setAdd] = useState(true);
  const [values, setValues] = useState<string[]>([]);
  return (
    <>
      <SegmentedControl
        aria-label={label}
        value={add ? 'add' : 'remove'}
        onChange={(mode) => {
          setAdd(mode === 'add');
          onChange(mode === 'add', values);
        }}
        data={[
          { value: 'add', label: modes[0] },
          { value: 'remove', label: modes[1] },
        ]}
      />
      {children(values, (next) => {
        setValues(next);
        onChange(add, next);
      })}
    </>
  );
}

const useModes = (): [string, string] => {
  const { t } = useTranslation();
  return [t('list.addMode'), t('list.removeMode')];
};

function SegmentsChange({ onChange }: ChangeProps) {
  const { t } = useTranslation();
  // Who belongs to a segment with a rule is up to the rule.
  const options = [...useSegments().values()]
    .filter(({ rule }) => !rule)
    .map(({ name, display_name }) => ({ value: name, label: display_name }));
  return (
    <AddOrRemove
      label={t('list.segmentsMode')}
      modes={[t('list.segmentsAdd'), t('list.segmentsRemove')]}
      onChange={(add, names) =>
        onChange(names.length ? (add ? { add_segments: names } : { remove_segments: names }) : undefined)
      }
    >
      {(values, set) => (
        <MultiSelect
          data-autofocus
          searchable
          label={t('cp.segments')}
          data={options}
          value={values}
          nothingFoundMessage={t('ui.nothing')}
          onChange={set}
        />
      )}
    </AddOrRemove>
  );
}

function ParticipantsChange({ onChange }: ChangeProps) {
  const { t } = useTranslation();
  return (
    <AddOrRemove
      label={t('list.mode')}
      modes={useModes()}
      onChange={(add, people) =>
        onChange(
          people.length ? (add ? { add_participants: people } : { remove_participants: people }) : undefined,
        )
      }
    >
      {(values, set) => (
        <PeoplePicker autoFocus label={t('list.toParticipants')} value={values} onChange={set} />
      )}
    </AddOrRemove>
  );
}

const ROLES = ['CLIENT', 'SUPPLIER', 'COMPETITOR', 'CARRIER'] as const;

function RolesChange({ onChange }: ChangeProps) {
  const { t } = useTranslation();
  return (
    <AddOrRemove
      label={t('list.mode')}
      modes={useModes()}
      onChange={(add, values) => {
        const roles = values as CounterpartyRole[];
        onChange(roles.length ? (add ? { add_roles: roles } : { remove_roles: roles }) : undefined);
      }}
    >
      {(values, set) => (
        <MultiSelect
          data-autofocus
          label={t('cp.roles')}
          data={ROLES.map((value) => ({ value, label: t(`cp.roleNames.${value}`) }))}
          value={values}
          onChange={set}
        />
      )}
    </AddOrRemove>
  );
}

function OwnerChange({ onChange }: ChangeProps) {
  const { t } = useTranslation();
  const [owner, setOwner] = useState('');
  const [cascade, setCascade] = useState<OwnerCascade[]>([]);
  const change = (next: string, along: OwnerCascade[]) => {
    setOwner(next);
    setCascade(along);
    onChange(next ? { owner: next, owner_cascade: ['CONTACTS', ...along] } : undefined);
  };
  return (
    <>
      <PersonPicker
        autoFocus
        label={t('cp.owner')}
        value={owner}
        onChange={(next) => change(next, cascade)}
      />
      <OwnerCascadeNote value={cascade} onChange={(along) => change(owner, along)} />
    </>
  );
}

function TextsChange({ onChange }: ChangeProps) {
  const { t } = useTranslation();
  const [texts, setTexts] = useState({ industry: '', territory: '' });
  const set = (key: keyof typeof texts, text: string) => {
    const next = { ...texts, [key]: text };
    setTexts(next);
    const { industry, territory } = { industry: next.industry.trim(), territory: next.territory.trim() };
    onChange(
      industry || territory
        ? { industry: industry || undefined, territory: territory || undefined }
        : undefined,
    );
  };
  return (
    <>
      <TextInput
        data-autofocus
        label={t('cp.industry')}
        description={t('list.keepEmpty')}
        value={texts.industry}
        onChange={(event) => set('industry', event.currentTarget.value)}
      />
      <TextInput
        label={t('cp.territory')}
        description={t('list.keepEmpty')}
        value={texts.territory}
        onChange={(event) => set('territory', event.currentTarget.value)}
      />
    </>
  );
}

function MarketChange({ onChange }: ChangeProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('cp.market')}
      description={t('list.marketHint')}
      onChange={(value) => onChange({ market_state: value as MarketState })}
    >
      <Stack gap={8} mt={10}>
        <Radio value="POTENTIAL" label={t('cp.markets.POTENTIAL')} />
        <Radio value="EXISTING" label={t('cp.markets.EXISTING')} />
      </Stack>
    </Radio.Group>
  );
}

function StageChange({ onChange }: ChangeProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('cp.lifecycle_stage')}
      onChange={(value) => onChange({ lifecycle_stage: value as LifecycleStage })}
    >
      <Stack gap={8} mt={10}>
        {CHOICES.lifecycle_stage.map((stage) => (
          <Radio key={stage} value={stage} label={t(`enums.Counterparty.LifecycleStage.${stage}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function DealHint() {
  const { t } = useTranslation();
  return <Text size="sm">{t('list.dealHint')}</Text>;
}
