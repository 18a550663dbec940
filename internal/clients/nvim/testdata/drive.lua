-- Drives Neovim like a person: waits for the diagnostics of the script that is open, hovers, types, applies a code action, saves.
-- What it saw goes to the file in $REPORT as JSON.
local report = {}

local function finish(problem)
  report.problem = problem
  local file = assert(io.open(vim.env.REPORT, "w"))
  file:write(vim.json.encode(report))
  file:close()
  vim.cmd("qall!")
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 10) then
    finish("there is no " .. what)
    error(what)
  end
end

local function diagnostics()
  local out = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(out, {
      line = d.lnum + 1, column = d.col + 1, severity = d.severity, source = d.source, code = d.user_data and d.user_data.lsp.code,
      message = d.message,
    })
  end
  return out
end

wait("diagnostic", function() return #vim.diagnostic.get(0) > 0 end)
report.first = diagnostics()

-- What a hover shows.
vim.api.nvim_win_set_cursor(0, { report.first[1].line, report.first[1].column - 1 })
local answers = vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(), 20000)
for _, answer in pairs(answers or {}) do
  report.hover = answer.result and answer.result.contents.value
end

-- Typing: a wide character and a line in front of the command move the finding.
vim.api.nvim_buf_set_lines(0, 1, 1, false, { "echo '😀'", "" })
wait("moved diagnostic", function()
  local list = vim.diagnostic.get(0)
  return #list > 0 and list[1].lnum + 1 == report.first[1].line + 2
end)
report.moved = diagnostics()

-- The code action that suppresses the finding, chosen from the menu.
vim.ui.select = function(items, options, choose)
  report.titles = {}
  for i, item in ipairs(items) do
    local action = item.action or item[2]
    table.insert(report.titles, action.title)
    if action.title:match("^Suppress ") then
      choose(item, i)
      return
    end
  end
end
vim.api.nvim_win_set_cursor(0, { report.moved[1].line, report.moved[1].column - 1 })
local lines = vim.api.nvim_buf_line_count(0)
vim.lsp.buf.code_action()
wait("line from the code action", function() return vim.api.nvim_buf_line_count(0) == lines + 1 end)
vim.cmd("write")

-- The verdicts, as code lenses.
answers = vim.lsp.buf_request_sync(0, "textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params() }, 20000)
for _, answer in pairs(answers or {}) do
  report.lenses = {}
  for _, lens in ipairs(answer.result or {}) do
    table.insert(report.lenses, lens.command.title)
  end
end
finish(nil)
