import { registry } from "@web/core/registry";

const NOTICE = ".o_field_widget[name=yishang_revision_notice]";

registry.category("web_tour.tours").add("crm_yishang_revision_ask", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name=phone] input",
            run: "edit 0311-33334444",
        },
        {
            trigger: ".o_field_widget[name=yishang_short_name] input",
            run: "edit 甲",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".modal .fw-bold:contains(电话)" },
        { trigger: ".modal textarea", run: "edit 客户换号" },
        { trigger: ".modal footer button:contains(保存并提交)", run: "click" },
        { trigger: ".o_notification:contains(等待leader_sjz审批)" },
        { trigger: `${NOTICE}:contains(0311-11112222 → 0311-33334444)` },
        { trigger: ".o_field_widget[name=phone] input:value(0311-11112222)" },
        { trigger: "button[name=action_yishang_withdraw_revisions]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: `.o_form_view:not(:has(${NOTICE}))` },
    ],
});
