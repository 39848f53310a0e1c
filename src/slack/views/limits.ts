/**
 * Slack's limits, all in one place. Lengths are UTF-16 units, which never count less than Slack does.
 * Sources: docs.slack.dev/reference/block-kit and the descriptions in @slack/types 3.2 unless a line names another.
 */
export const LIMITS = {
  blocksInMessage: 50,
  blocksInView: 100,
  blockId: 255,
  actionId: 255,
  callbackId: 255,
  privateMetadata: 3000,
  headerText: 150,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  contextElements: 10,
  /** Of a text object anywhere that has no smaller limit of its own. */
  anyText: 3000,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  accessibilityLabel: 75,
  overflowOptionsLeast: 2,
  overflowOptions: 5,
  selectOptions: 100,
  optionGroups: 100,
  checkboxOptions: 10,
  optionText: 75,
  optionDescription: 75,
  /** docs.slack.dev says 150 and @slack/types 75; we keep to the smaller where we can choose. */
  optionValue: 150,
  optionValueSafe: 75,
  placeholder: 150,
  inputLabel: 2000,
  inputHint: 2000,
  inputText: 3000,
  imageAlt: 2000,
  imageTitle: 2000,
  imageUrl: 3000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  modalButton: 24,
  /** A second one is refused with `only_one_table_allowed`. */
  tablesInMessage: 1,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  chartsInMessage: 2,
  chartTitle: 50,
  chartPoints: 20,
  /** The page says 12 now and said 6 when charts were new. */
  chartSeries: 6,
  /** Of a series' name and of a category. */
  chartLabel: 20,
  chartAxis: 50,
  /** Slack's maintainers name 12,000 characters and "a buffer for block containers" (slackapi/bolt-js#2509). */
  messageText: 12_000,
  /** What `text` may hold before Slack splits the message into several; recommended is 4,000. */
  fallbackText: 4000,
} as const;

/** What our own messages take of `messageText`: 11,341 characters in rich text were refused (slackapi/bolt-js#2867). */
export const MESSAGE_BUDGET = 9000;
