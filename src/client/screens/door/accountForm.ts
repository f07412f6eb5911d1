// The two fields of an account, checked on the phone as the server will check them.
import { checkPhone, toStoredPhone } from '#domain/identity.ts'
import { Problem } from '#domain/problem.ts'
import { minPasswordLength } from '#protocol/session.ts'
import type { FieldProblem } from '../../composables/useForm.ts'

export function checkPhoneField(typed: string): FieldProblem[] {
  try {
    checkPhone(toStoredPhone(typed), 'phone')
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [{ field: 'phone', problem: error.toReport() }]
  }
}

export function checkNewPassword(password: string): FieldProblem[] {
  return password.length >= minPasswordLength
    ? []
    : [{ field: 'password', problem: { code: 'passwordTooShort', details: { min: minPasswordLength } } }]
}

export function checkText(
  field: string,
  text: string,
  code: 'nameMissing' | 'wardNameMissing' | 'unitNameMissing' | 'passwordMissing',
): FieldProblem[] {
  return text.trim() === '' ? [{ field, problem: { code } }] : []
}
