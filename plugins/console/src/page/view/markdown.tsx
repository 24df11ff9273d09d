import type { Evidence } from '@hexaops/core';
import { lexer, type Token, type Tokens } from 'marked';
import { Fragment, memo, type ReactNode } from 'react';

export interface MarkdownProps {
  readonly text: string;
  readonly evidence: readonly Evidence[];
  readonly onCite: (evidence: string) => void;
}

/**
 * Markdown as elements of this page, and never as markup: HTML is shown as the text that it is, an image as its words, a link as its
 * words and its address, which nobody can click. So nothing that an answer says can load anything or lead anywhere.
 */
export const Markdown = memo(function Markdown({ text, evidence, onCite }: MarkdownProps) {
  const known = new Set(evidence.map(({ id }) => id));
  const cited = (words: string): ReactNode =>
    words.split(/(\[e\d+\])/).map((part, index) => {
      const id = /^\[(e\d+)\]$/.exec(part)?.[1];
      if (id === undefined || !known.has(id)) return part;
      return (
        <button key={index} type="button" className="cite" aria-label={`Evidence ${id}`} onClick={() => onCite(id)}>
          {id}
        </button>
      );
    });
  return <>{blocks(lexer(text), cited)}</>;
});

type Cited = (words: string) => ReactNode;

function blocks(tokens: readonly Token[], cited: Cited): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{block(token, cited)}</Fragment>);
}

function block(token: Token, cited: Cited): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return <h3>{inlines(token.tokens, cited)}</h3>;
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [], cited)}</blockquote>;
    case 'hr':
      return <hr />;
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      const entries = items.map((item, index) => <li key={index}>{blocks(item.tokens, cited)}</li>);
      return ordered ? <ol start={Number(start) || 1}>{entries}</ol> : <ul>{entries}</ul>;
    }
    case 'table':
      return table(token as Tokens.Table, cited);
    case 'paragraph':
      return <p>{inlines(token.tokens, cited)}</p>;
    case 'text':
      return token.tokens === undefined ? cited((token as Tokens.Text).text) : inlines(token.tokens, cited);
    default:
      return <p>{token.raw}</p>;
  }
}

function table({ header, rows }: Tokens.Table, cited: Cited): ReactNode {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index} scope="col">
                {inlines(cell.tokens, cited)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, index) => (
                <td key={index}>{inlines(cell.tokens, cited)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inlines(tokens: readonly Token[] | undefined, cited: Cited): ReactNode {
  return tokens?.map((token, index) => <Fragment key={index}>{inline(token, cited)}</Fragment>);
}

function inline(token: Token, cited: Cited): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inlines(token.tokens, cited)}</strong>;
    case 'em':
      return <em>{inlines(token.tokens, cited)}</em>;
    case 'del':
      return <del>{inlines(token.tokens, cited)}</del>;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return <br />;
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'link': {
      const { text, href } = token as Tokens.Link;
      return text === href ? (
        <code>{href}</code>
      ) : (
        <>
          {inlines(token.tokens, cited)} (<code>{href}</code>)
        </>
      );
    }
    case 'image': {
      const { text, href } = token as Tokens.Image;
      return (
        <>
          [image: {text} <code>{href}</code>]
        </>
      );
    }
    case 'text':
      return token.tokens === undefined ? cited((token as Tokens.Text).text) : inlines(token.tokens, cited);
    default:
      return token.raw;
  }
}
