import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

function getKey(code) {
    return `crm_yishang.report.${user.userId}.${code}`;
}

/** The filters the user last had in a report, on this device. */
export function getLastFilters(code) {
    try {
        return JSON.parse(browser.localStorage.getItem(getKey(code))) || {};
    } catch {
        return {};
    }
}

export function keepLastFilters(code, filters) {
    browser.localStorage.setItem(getKey(code), JSON.stringify(filters));
}
