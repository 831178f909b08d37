import { Autocomplete, Checkbox, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { toastDone } from '@/shared/ui/toast';
import {
  type CustomField,
  type CustomFieldInput,
  type FieldType,
  type Resource,
  useCreateField,
  useUpdateField,
} from '../api';
import { CustomInput } from '../CustomInput';
import s from '../Fields.module.css';
import { slug } from '../slug';
import { blankOption, type DraftOption, OptionsEditor } from './OptionsEditor';

const TYPES: readonly FieldType[] = [
  'TEXT',
  'NUMBER',
  'MONEY',
  'DATE',
  'LIST',
  'MULTI_LIST',
  'BOOLEAN',
  'LINK',
];
const KINDS = ['LEGAL', 'SOLE_PROPRIETOR', 'INDIVIDUAL'] as const;
const isList = (type: string) => type === 'LIST' || type === 'MULTI_LIST';

interface Props {
  field: CustomField | null;
  resource: Resource;
  /** Headings in use, to choose from. */
  groups: string[];
  onClose: () => void;
}

const startOf = (field: CustomField | null) => ({
  display_name: field?.display_name ?? '',
  key: field?.key ?? '',
  description: field?.description ?? '',
  type: (field?.type || 'TEXT') as FieldType,
  options: (field?.options.map((option) => ({ ...option, key: option.id })) ?? [
    blankOption(),
    blankOption(),
  ]) as DraftOption[],
  group: field?.group ?? '',
  required: field?.required ?? false,
  kinds: (field?.kinds ?? []) as string[],
  in_list: field?.in_list ?? true,
  filterable: field?.filterable ?? false,
});
type Draft = ReturnType<typeof startOf>;

export function FieldDrawer({ field, resource, groups, onClose }: Props) {
  const { t } = useTranslation();
  const create = useCreateField();
  const update = useUpdateField();
  const [keyTyped, setKeyTyped] = useState(field !== null);
  const form = useForm({
    initialValues: startOf(field),
    validate: { display_name: (value) => (value.trim() ? null : t('customFields.needed')) },
  });
  const { values } = form;
  const error = create.error ?? update.error;
  const done = {
    onSuccess: () => {
      toastDone(t(field ? 'ui.saved' : 'customFields.created', { name: values.display_name }));
      onClose();
    },
    onError: (refusal: unknown) => form.setErrors(withoutHead(fieldErrors(refusal))),
  };
  const submit = form.onSubmit((draft) => {
    const body = toBody(draft, resource);
    if (field) update.mutate({ field, body }, done);
    else
      create.mutate(
        { ...body, resource, key: draft.key || slug(draft.display_name), type: draft.type },
        done,
      );
  });
  const rename = (name: string) => {
    form.setFieldValue('display_name', name);
    if (!keyTyped) form.setFieldValue('key', slug(name));
  };
  const check = (name: 'required' | 'in_list' | 'filterable') =>
    form.getInputProps(name, { type: 'checkbox' });
  return (
    <FormDrawer
      title={t(field ? 'customFields.one' : 'customFields.new')}
      size={480}
      action={t(field ? 'ui.save' : 'ui.create')}
      saving={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
      noValidate
    >
      {error && Object.keys(form.errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(error)}
        </div>
      )}
      <TextInput
        data-autofocus
        required
        maxLength={100}
        label={t('customFields.name')}
        {...form.getInputProps('display_name')}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <Select
        label={t('customFields.type')}
        description={field ? t('customFields.fixed') : undefined}
        disabled={field !== null}
        allowDeselect={false}
        data={TYPES.map((value) => ({ value, label: t(`enums.CustomField.Type.${value}`) }))}
        {...form.getInputProps('type')}
      />
      {isList(values.type) && (
        <OptionsEditor
          options={values.options}
          errors={form.errors}
          onChange={(options) => form.setFieldValue('options', options)}
        />
      )}
      <TextInput
        label={t('customFields.key')}
        description={t(field ? 'customFields.fixed' : 'customFields.keyHint')}
        disabled={field !== null}
        maxLength={40}
        {...form.getInputProps('key')}
        onChange={(event) => {
          setKeyTyped(true);
          form.setFieldValue('key', event.currentTarget.value);
        }}
      />
      <Textarea
        label={t('customFields.description')}
        maxLength={500}
        {...form.getInputProps('description')}
      />
      <Autocomplete
        label={t('customFields.group')}
        description={t('customFields.groupHint')}
        maxLength={100}
        data={groups}
        {...form.getInputProps('group')}
      />
      {resource === 'COUNTERPARTY' && (
        <Checkbox.Group
          label={t('customFields.kinds')}
          description={t('customFields.kindsHint')}
          {...form.getInputProps('kinds')}
        >
          <Stack gap={10} mt={6}>
            {KINDS.map((kind) => (
              <Checkbox key={kind} size="xs" value={kind} label={t(`customFields.kind.${kind}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Switch
        label={t('customFields.required')}
        description={t('customFields.requiredHint')}
        {...check('required')}
      />
      {resource === 'COUNTERPARTY' && (
        <>
          <Switch label={t('customFields.inList')} {...check('in_list')} />
          <Switch
            label={t('customFields.filterable')}
            description={t('customFields.filterableHint')}
            {...check('filterable')}
          />
        </>
      )}
      <Preview draft={values} field={field} />
    </FormDrawer>
  );
}

/** The field as a form will show it. */
function Preview({ draft, field }: { draft: Draft; field: CustomField | null }) {
  const { t } = useTranslation();
  const [value, setValue] = useState<unknown>(null);
  const options = draft.options
    .filter((option) => option.label.trim())
    .map((option, index) => ({ ...option, id: option.id || `new ${index}` }));
  const shown = { ...field, ...draft, options, display_name: draft.display_name || t('customFields.new') };
  return (
    <fieldset className={s.set}>
      <legend className={s.legend}>{t('customFields.preview')}</legend>
      <div className={s.preview}>
        <CustomInput
          key={draft.type}
          labelled
          field={shown as unknown as CustomField}
          value={value}
          onChange={setValue}
        />
      </div>
    </fieldset>
  );
}

function toBody(draft: Draft, resource: Resource) {
  const { display_name, description, group, required, in_list, filterable } = draft;
  const of = resource === 'COUNTERPARTY';
  return {
    display_name,
    description,
    group,
    required,
    in_list: of && in_list,
    filterable: of && filterable,
    kinds: (of ? draft.kinds : []) as CustomFieldInput['kinds'],
    // An option that nobody named was never meant.
    options: isList(draft.type)
      ? draft.options
          .filter((option) => option.id || option.label.trim())
          .map(({ id, label, archived }) => ({ id, label, archived }))
      : [],
  };
}

const withoutHead = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.replace(/^custom_field\./, ''), text]),
  );
