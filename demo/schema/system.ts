import { flag, number, plain, reference, text, time } from './column.ts';
import { table } from './table.ts';

const object = table({
  name: 'sys_db_object',
  label: 'Table',
  display: 'label',
  columns: [
    text('name', 'Name', 80),
    text('label', 'Label', 80),
    reference('super_class', 'Extends table', 'sys_db_object'),
  ],
});

const dictionary = table({
  name: 'sys_dictionary',
  label: 'Dictionary Entry',
  plural: 'Dictionary Entries',
  display: 'element',
  columns: [
    text('name', 'Table', 80),
    text('element', 'Column name', 80),
    text('column_label', 'Column label', 80),
    text('internal_type', 'Type', 40),
    number('max_length', 'Max length'),
    text('reference', 'Reference', 80),
    text('default_value', 'Default value', 512),
    number('choice', 'Choice', { default: '0' }),
    flag('mandatory', 'Mandatory', 'false'),
    flag('read_only', 'Read only', 'false'),
    flag('active', 'Active', 'true'),
  ],
});

const choices = table({
  name: 'sys_choice',
  label: 'Choice',
  display: 'label',
  columns: [
    text('name', 'Table', 80),
    text('element', 'Element', 80),
    text('value', 'Value', 60),
    text('label', 'Label', 100),
    number('sequence', 'Sequence'),
    text('language', 'Language', 3, { default: 'en' }),
    text('dependent_value', 'Dependent value', 100),
    flag('inactive', 'Inactive', 'false'),
  ],
});

const journalField = table({
  name: 'sys_journal_field',
  belongsBy: 'element_id',
  label: 'Journal Entry',
  plural: 'Journal Entries',
  columns: [
    text('name', 'Name', 80),
    text('element', 'Element', 80),
    text('element_id', 'Element ID', 32),
    text('value', 'Value', 4000),
  ],
});

const deletions = table({
  name: 'sys_audit_delete',
  label: 'Deleted Record',
  display: 'display_value',
  columns: [
    text('tablename', 'Table name', 80),
    text('documentkey', 'Document key', 32),
    text('display_value', 'Display value', 255),
  ],
});

const attachment = table({
  name: 'sys_attachment',
  belongsBy: 'table_sys_id',
  label: 'Attachment',
  display: 'file_name',
  columns: [
    text('file_name', 'File name', 100),
    text('table_name', 'Table name', 80),
    text('table_sys_id', 'Table sys ID', 32),
    text('content_type', 'Content type', 100),
    plain('size_bytes', 'Size bytes', 'integer', 40),
    plain('size_compressed', 'Size compressed', 'integer', 40),
    flag('compressed', 'Compressed', 'false'),
    text('download_link', 'Download link', 255),
    text('image_height', 'Image height', 40),
    text('image_width', 'Image width', 40),
    text('average_image_color', 'Average image color', 40),
    time('creation_time', 'Creation time'),
    text('hash', 'SHA256 Hash', 64),
    text('state', 'State', 40, { default: 'available' }),
    text('encryption_context', 'Encryption context', 32),
    text('chunk_size_bytes', 'Chunk size bytes', 40),
  ],
});

const attribute = table({
  name: 'sys_attachment_attribute',
  belongsBy: 'attachment',
  label: 'Attachment Attribute',
  display: 'key',
  columns: [
    reference('attachment', 'Attachment', 'sys_attachment'),
    text('key', 'Key', 100),
    text('value', 'Value', 1000),
  ],
});

const tag = table({
  name: 'label',
  label: 'Tag',
  display: 'name',
  columns: [
    text('name', 'Name', 100, { mandatory: true }),
    reference('owner', 'Owner', 'sys_user'),
    text('viewable_by', 'Viewable by', 40, { default: 'everyone' }),
    flag('active', 'Active', 'true'),
  ],
});

const tagEntry = table({
  name: 'label_entry',
  belongsBy: 'table_key',
  label: 'Tagged Document',
  display: 'title',
  columns: [
    reference('label', 'Tag', 'label', { mandatory: true }),
    text('table', 'Table', 80),
    text('table_key', 'Table key', 32),
    text('title', 'Title', 255),
  ],
});

/** Tables the platform keeps about itself. */
export const systemTables = [
  object,
  dictionary,
  choices,
  journalField,
  deletions,
  attachment,
  attribute,
  tag,
  tagEntry,
];
