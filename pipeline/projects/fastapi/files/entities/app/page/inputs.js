const CHOICES = 500;
const INPUT_TYPES = { date: "date", datetime: "datetime-local" };

/** How a record is called where another one refers to it: by its first text, or by its number. */
function recordName(entity, item) {
  const field = entity.fields.find(({ type, references }) => type === "text" && !references);
  const name = field && item[field.name];
  return name ? `${shortened(name, 60)} (${item.id})` : `Number ${item.id}`;
}

/** An input for a value of a field, with its label and what it must be. */
async function labelled(field, value) {
  const input = await inputFor(field, value);
  return element("label", {}, `${field.label}${field.required ? " *" : ""}`, input);
}

async function inputFor(field, value) {
  const common = { name: field.name, required: field.required };
  if (field.references) return choice(common, await referenceChoices(field), value);
  if (field.choices.length) return choice(common, field.choices.map((text) => [text, text]), value);
  if (field.type === "boolean") return choice(common, [["true", "yes"], ["false", "no"]], value);
  const limits = { maxlength: field.max_length ?? 40, min: field.at_least ?? false, max: field.at_most ?? false, title: limitsOf(field) };
  if (Number(field.max_length) > 1000) return textArea({ ...common, maxlength: field.max_length }, value);
  const type = INPUT_TYPES[field.type] ?? "text";
  return element("input", {
    ...common, ...limits, type, step: type === "datetime-local" ? "any" : false, inputmode: isNumber(field) ? "decimal" : "text", value: value ?? "",
  });
}

function textArea(attributes, value) {
  const area = element("textarea", { ...attributes, rows: "1" });
  area.value = value ?? "";
  return area;
}

/** What a value must be, in words. */
function limitsOf(field) {
  const parts = [
    field.at_least !== null && `at least ${field.at_least}`,
    field.at_most !== null && `at most ${field.at_most}`,
    field.more_than !== null && `more than ${field.more_than}`,
    field.not_less_than !== null && `not less than ${field.not_less_than}`,
  ];
  return parts.filter(Boolean).join(", ");
}

async function referenceChoices(field) {
  const target = state.entities.find(({ name }) => name === field.references);
  const page = await ask(`${path(target)}?limit=${CHOICES}&sort=-id`);
  return page.items.map((item) => [item.id, recordName(target, item)]);
}

/** A select; the value that is set now can be kept even if it is not among the choices. */
function choice(attributes, choices, value) {
  const current = value === null ? "" : String(value);
  const known = current === "" || choices.some(([key]) => key === current);
  const all = [["", "–"], ...(known ? [] : [[current, current]]), ...choices];
  return element("select", attributes, ...all.map(([key, text]) => element("option", { value: key, text, selected: key === current })));
}

/** A value as JSON text; numbers keep every digit, and what is no number goes as text for the service to refuse. */
function toJson(field, text) {
  if (text === "") return "null";
  const isDecimal = field.type === "decimal" && !field.references;
  const plain = isNumber(field) || field.references ? /^-?\d+(\.\d+)?$/ : /^(true|false)$/;
  const literal = !isDecimal && (isNumber(field) || field.references || field.type === "boolean") && plain.test(text);
  return literal && !/^-?0\d/.test(text) ? text : JSON.stringify(text);
}
