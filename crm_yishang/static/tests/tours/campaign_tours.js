import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const STATE = ".o_statusbar_status .o_arrow_button_current";

tours.add("crm_yishang_campaign_plan", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=title] input",
            run: "edit 秋季促销",
        },
        {
            trigger: ".o_field_widget[name=yishang_kind_id] input",
            run: "edit 展会",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(展会)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=yishang_segment_id] input",
            run: "edit 全部客户",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(全部客户)",
            run: "click",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_yishang_plan]", run: "click" },
        // What is missing is said before the campaign can be planned.
        { trigger: ".modal:contains(开始)" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        {
            trigger:
                ".o_field_widget[name=yishang_date_from] button, .o_field_widget[name=yishang_date_from] input",
            run: "click",
        },
        { trigger: ".o_datetime_picker .o_today", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_yishang_plan]", run: "click" },
        { trigger: `${STATE}:contains(已计划)` },
        { trigger: "button[name=action_yishang_invite]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=count]:contains(4)",
        },
        { trigger: ".modal button[name=action_invite]", run: "click" },
        { trigger: ".o_data_row:contains(甲石家庄)" },
    ],
});

tours.add("crm_yishang_campaign_survey", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(客户满意度调研)", run: "click" },
        { trigger: "button[name=action_send_survey]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=yishang_segment_id] input",
            run: "edit 全部客户",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(全部客户)",
            run: "click",
        },
        { trigger: ".modal button[name=action_invite]", run: "click" },
        { trigger: ".o_notification:contains(已邀请 3)" },
    ],
});

tours.add("crm_yishang_campaign_answer", {
    steps: () => [
        { trigger: "button.btn[type=submit]", run: "click" },
        {
            trigger: "div.js_question-wrapper:contains(您满意吗) label:contains(满意)",
            run: "click",
        },
        {
            trigger: "div.js_question-wrapper:contains(意见) input",
            run: "edit 泵很好",
        },
        { trigger: "button[value=finish]", run: "click" },
        // The host asks once more.
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_survey_finished" },
    ],
});

tours.add("crm_yishang_campaign_effect", {
    steps: () => [
        { trigger: ".nav-link[name=marketing]", run: "click" },
        {
            trigger:
                ".o_field_widget[name=yishang_participation_ids] .o_data_row:contains(秋季促销)",
        },
        {
            trigger:
                ".o_field_widget[name=yishang_answer_ids] .o_data_row:contains(客户满意度调研)",
        },
        { trigger: "button[name=action_yishang_view_answers]", run: "click" },
        { trigger: ".o_data_row:contains(泵很好)" },
    ],
});
