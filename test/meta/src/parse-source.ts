import ts from "typescript";

export interface ImportReference {
  /** Undefined where it is computed. */
  readonly specifier: string | undefined;
  /** `type` leaves nothing behind in JavaScript; `dynamic` loads when it is reached; `static` loads with the file. */
  readonly kind: "static" | "dynamic" | "type";
  readonly line: number;
}

interface Located {
  readonly text: string;
  readonly line: number;
}

export interface ParsedSource {
  readonly imports: readonly ImportReference[];
  /** String literals, and each literal piece of a template. Comments are not in it. */
  readonly strings: readonly Located[];
  /** Uses of the globals below, with their dots: `console`, `process.env`. */
  readonly globals: readonly Located[];
}

/** Reads a file as the compiler does, so that comments, line breaks and quotes cannot fool a rule. */
export function parseSource(text: string): ParsedSource {
  const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
  const imports: ImportReference[] = [];
  const strings: Located[] = [];
  const globals: Located[] = [];
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  const visit = (node: ts.Node): void => {
    const reference = toImport(node);
    if (reference !== undefined) imports.push({ ...reference, line: lineOf(node) });
    const piece = toText(node);
    if (piece !== undefined) strings.push({ text: piece, line: lineOf(node) });
    const name = toGlobal(node);
    if (name !== undefined) globals.push({ text: name, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const { fileName, pos } of [...file.typeReferenceDirectives, ...file.referencedFiles]) {
    imports.push({
      specifier: fileName,
      kind: "type",
      line: file.getLineAndCharacterOfPosition(pos).line + 1,
    });
  }
  return { imports, strings, globals };
}

function toImport(node: ts.Node): Omit<ImportReference, "line"> | undefined {
  if (ts.isImportDeclaration(node)) {
    // `import { type A } from "x"` still loads x under verbatimModuleSyntax; only `import type` does not.
    const erased = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: toText(node.moduleSpecifier), kind: erased ? "type" : "static" };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: toText(node.moduleSpecifier), kind: node.isTypeOnly ? "type" : "static" };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    const specifier = toText(node.moduleReference.expression);
    return { specifier, kind: node.isTypeOnly ? "type" : "static" };
  }
  if (ts.isImportTypeNode(node)) {
    const { argument } = node;
    return { specifier: ts.isLiteralTypeNode(argument) ? toText(argument.literal) : undefined, kind: "type" };
  }
  if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
    return { specifier: node.name.text, kind: "type" };
  }
  if (ts.isCallExpression(node) && isLoader(node.expression)) {
    const [argument] = node.arguments;
    return { specifier: argument && toText(argument), kind: "dynamic" };
  }
  return undefined;
}

/** `import(…)`, `require(…)`, `process.getBuiltinModule(…)`. */
function isLoader(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === "require";
  return ts.isPropertyAccessExpression(callee) && callee.name.text === "getBuiltinModule";
}

function toText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) return node.text;
  return undefined;
}

function toGlobal(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const { parent } = node;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if (node.text === "console") {
    if (isMember) return isGlobalThis(parent.expression) ? "console" : undefined;
    return isDeclaredName(node) ? undefined : "console";
  }
  if (node.text === "env" && isMember && ts.isIdentifier(parent.expression)) {
    return parent.expression.text === "process" ? "process.env" : undefined;
  }
  return undefined;
}

function isGlobalThis(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "globalThis";
}

/** `{ console: 1 }`, `console?: boolean`: a name of something else. */
function isDeclaredName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}
