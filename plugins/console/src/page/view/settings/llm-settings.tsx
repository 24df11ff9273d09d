import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { Failure } from '../failure.tsx';
import { type Settings, SettingsClient } from './settings-client.ts';

export interface LlmSettingsProps {
  readonly path: string;
  readonly workspace: string;
  readonly onClose: () => void;
}

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'there'; readonly settings: Settings | undefined; readonly said?: string };

/** The workspace's own model. They are kept by the control plane, which lets its admins alone change them; a key goes there and never comes back. */
export function LlmSettings({ path, workspace, onClose }: LlmSettingsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  const [client] = useState(() => new SettingsClient(path, workspace));
  const settle = (work: Promise<Settings | undefined>, said?: string) =>
    void work.then(
      (settings) => setShown({ kind: 'there', settings, ...(said === undefined ? {} : { said }) }),
      (error: unknown) => setShown({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  useEffect(() => {
    dialog.current?.showModal();
    settle(client.read());
  }, [client]);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="settings-title">
      <h2 id="settings-title">Model of the workspace {workspace}</h2>
      {shown.kind === 'loading' ? <p className="muted">Asking the control plane…</p> : null}
      <Failure failure={shown.kind === 'failed' ? shown : undefined} />
      {shown.kind === 'there' ? (
        <Form
          key={JSON.stringify(shown.settings)}
          settings={shown.settings}
          said={shown.said}
          onSave={(settings) => settle(client.write(settings), 'Saved.')}
          onRemove={() => settle(client.remove(), 'Removed: the organization’s model is used.')}
        />
      ) : null}
      <button type="button" className="quiet close" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}

interface FormProps {
  readonly settings: Settings | undefined;
  readonly said: string | undefined;
  readonly onSave: (settings: Settings & { readonly api_key?: string }) => void;
  readonly onRemove: () => void;
}

function Form({ settings, said, onSave, onRemove }: FormProps) {
  const [removing, setRemoving] = useState<boolean>();
  const status = useRef<HTMLSpanElement>(null);
  // What was pressed is another form's.
  useEffect(() => {
    if (said !== undefined) status.current?.focus();
  }, [said]);
  const save = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const field = (name: string) => {
      const value = fields.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const key = field('api_key');
    onSave({
      provider: field('provider'),
      model: field('model'),
      base_url: field('base_url'),
      ...(key === '' ? {} : { api_key: key }),
    });
  };
  return (
    <form onSubmit={save} autoComplete="off">
      <p className="muted">
        {settings === undefined
          ? 'The workspace has no model of its own: the organization’s is used.'
          : 'Used for every question in this workspace.'}
      </p>
      <label>
        Provider
        <select name="provider" defaultValue={settings?.provider ?? 'openai-compatible'}>
          <option value="openai-compatible">OpenAI-compatible</option>
          <option value="openai">OpenAI</option>
        </select>
      </label>
      <label>
        Model
        <input name="model" required maxLength={200} pattern="\S+" defaultValue={settings?.model} />
      </label>
      <label>
        Base URL
        <input
          name="base_url"
          type="url"
          required
          pattern="https://.+"
          placeholder="https://llm.example/v1"
          defaultValue={settings?.base_url}
        />
      </label>
      <label>
        Key
        <input
          name="api_key"
          type="password"
          autoComplete="off"
          maxLength={4096}
          placeholder={settings?.has_key === true ? 'A key is kept; it is not shown again' : 'None is kept'}
        />
        <small className="muted">It belongs to the base URL: with another one it must be given again.</small>
      </label>
      <div className="row">
        <button type="submit" className="main">
          Save
        </button>
        {settings === undefined || removing === true ? null : (
          <button type="button" autoFocus={removing === false} onClick={() => setRemoving(true)}>
            Remove
          </button>
        )}
        <span ref={status} role="status" tabIndex={-1} className="muted">
          {said}
        </span>
      </div>
      {removing === true ? (
        <div className="sure-remove" role="group" aria-labelledby="sure-remove">
          <p id="sure-remove">
            <strong>Remove this model{settings?.has_key === true ? ' and its key' : ''}?</strong> The organization’s
            model is used from then on.{settings?.has_key === true ? ' The key cannot be read back.' : ''}
          </p>
          <div className="row">
            <button type="button" autoFocus onClick={() => setRemoving(false)}>
              Keep
            </button>
            <button type="button" className="bad" onClick={onRemove}>
              Remove it
            </button>
          </div>
        </div>
      ) : null}
    </form>
  );
}
