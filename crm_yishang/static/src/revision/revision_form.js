import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

import { RevisionReasonDialog } from "./revision_reason_dialog";

const REASON = "yishang_revision_reason";

/**
 * Forms that carry the list of protected fields ask for a reason before they save one
 * of them. A patch, so that it works whatever else a form of customers does.
 */
patch(FormController.prototype, {
    async onWillSaveRecord(record, changes) {
        const proceeds = await super.onWillSaveRecord(...arguments);
        const names = record.resId ? record.data.yishang_protected || [] : [];
        const asked = names.filter((name) => name in changes);
        if (proceeds === false || !asked.length) {
            return proceeds;
        }
        const reason = await this.askRevisionReason(
            asked.map((name) => record.fields[name].string)
        );
        if (reason === null) {
            return false;
        }
        changes[REASON] = reason;
    },

    async onRecordSaved(record, changes) {
        delete changes[REASON];
        return super.onRecordSaved(...arguments);
    },

    /** Return the reason, empty if it comes later, or null if nothing is to be saved. */
    askRevisionReason(labels) {
        return new Promise((resolve) => {
            this.dialogService.add(
                RevisionReasonDialog,
                { labels, onReason: resolve },
                { onClose: () => resolve(null) }
            );
        });
    },
});
