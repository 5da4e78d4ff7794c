// 登录信息: cookies from a file and a password for one host. Nothing of it is remembered.

import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { parseCookieFile, cookiesForHost } from '../../../shared/api/cookie-file.ts';
import { isAppError } from '../../../shared/errors.ts';
import { errorSentence } from '../../../shared/text/errors.ts';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useCaptureDraft } from '../../stores/capture-draft.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';
import { OptionGroup } from './option-group.tsx';

export function SessionOptions({ hosts }: { hosts: readonly string[] }) {
  const t = useText();
  const o = t.options;
  const { login, setLogin } = useCaptureDraft();
  const [firstHost = ''] = hosts;
  return (
    <OptionGroup title={o.session}>
      <p className="small muted">{o.sessionHint}</p>
      <Cookies hosts={hosts} />
      {login === null ? (
        <div>
          <Button onClick={() => setLogin({ host: firstHost.replace(/:\d+$/, ''), user: '', password: '' })}>
            {o.addLogin}
          </Button>
        </div>
      ) : (
        <>
          <Field label={o.loginHost} hint={o.loginHint}>
            {(props) => (
              <Input
                {...props}
                value={login.host}
                autoComplete="off"
                spellCheck={false}
                onChange={({ target }) => setLogin({ ...login, host: target.value })}
              />
            )}
          </Field>
          <div className="field-row">
            <Field label={o.loginUser}>
              {(props) => (
                <Input
                  {...props}
                  value={login.user}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={({ target }) => setLogin({ ...login, user: target.value })}
                />
              )}
            </Field>
            <Field label={o.loginPassword}>
              {(props) => (
                <Input.Password
                  {...props}
                  value={login.password}
                  autoComplete="new-password"
                  visibilityToggle={false}
                  onChange={({ target }) => setLogin({ ...login, password: target.value })}
                />
              )}
            </Field>
          </div>
          <div>
            <Button onClick={() => setLogin(null)}>{o.removeLogin}</Button>
          </div>
        </>
      )}
    </OptionGroup>
  );
}

function Cookies({ hosts }: { hosts: readonly string[] }) {
  const t = useText();
  const o = t.options;
  const language = useLanguage();
  const { cookies, setCookies } = useCaptureDraft();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (file: File) => {
    try {
      setCookies({ fileName: file.name, ...parseCookieFile(await file.text()) });
      setProblem(null);
    } catch (error) {
      setCookies(null);
      setProblem(
        isAppError(error) ? errorSentence(error.code, error.details, language).happened : String(error),
      );
    }
  };
  const used = cookies
    ? new Set(hosts.flatMap((host) => cookiesForHost(cookies.cookies, host.replace(/:\d+$/, '')))).size
    : 0;
  return (
    <div className="session-cookies">
      <input
        ref={input}
        type="file"
        accept=".txt,.json,text/plain,application/json"
        hidden
        data-testid="cookie-file"
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void read(file);
          target.value = '';
        }}
      />
      <div className="check-row">
        <Button onClick={() => input.current?.click()}>{o.importCookies}</Button>
        {cookies ? <Button onClick={() => setCookies(null)}>{o.removeCookies}</Button> : null}
      </div>
      {problem ? <Mark kind="bad" word={problem} /> : null}
      {cookies ? (
        <p className="small break">
          {o.cookieFile(cookies.fileName, cookies.cookies.length, used)}
          {cookies.unreadable > 0 ? ` ${o.cookiesUnreadable(cookies.unreadable)}` : ''}
        </p>
      ) : null}
    </div>
  );
}
