import { _t } from "@web/core/l10n/translation";
import { serializeDateTime } from "@web/core/l10n/dates";

const { DateTime } = luxon;

// Buttons whose method takes the place at which they are pressed.
const PLACED = new Set(["action_check_in", "action_check_out"]);
// The device may look for satellites that long, and a question stay unanswered.
const LOCATION_TIMEOUT = 10000;
const ANSWER_TIMEOUT = 30000;
// GeolocationPositionError.PERMISSION_DENIED
const DENIED = 1;

/**
 * Ask the device where it is.
 *
 * @returns {Promise<Object>} see `action_check_in` of the visit
 */
export async function getPlace() {
    const found = await new Promise((resolve) => {
        if (!navigator.geolocation) {
            resolve({ error: "unavailable" });
            return;
        }
        setTimeout(() => resolve({ error: "unavailable" }), ANSWER_TIMEOUT);
        navigator.geolocation.getCurrentPosition(
            ({ coords: { latitude, longitude, accuracy } }) =>
                resolve({ latitude, longitude, accuracy }),
            ({ code }) =>
                resolve({ error: code === DENIED ? "denied" : "unavailable" }),
            { enableHighAccuracy: true, timeout: LOCATION_TIMEOUT, maximumAge: 0 }
        );
    });
    return { ...found, device_time: serializeDateTime(DateTime.now()) };
}

/**
 * Give the method of a button the place, and tell people if there is none.
 *
 * @param {Object} clickParams of the button that was pressed
 * @param {Object} notification the service
 */
export async function addPlace(clickParams, notification) {
    if (!PLACED.has(clickParams.name)) {
        return;
    }
    const place = await getPlace();
    clickParams.args = JSON.stringify([place]);
    if (place.error === "denied") {
        notification.add(
            _t(
                "The location was refused, and the record says so. Enter the place and add a photo."
            ),
            { type: "warning" }
        );
    } else if (place.error) {
        notification.add(
            _t(
                "The device does not know where it is, and the record says so. Enter the place and add a photo."
            ),
            { type: "warning" }
        );
    }
}
