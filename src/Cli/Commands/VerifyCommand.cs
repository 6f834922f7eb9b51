using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Verifying;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde verify</c>: every claim held against a closed form.</summary>
internal sealed class VerifyCommand : Verb
{
    private const int DefaultCases = 100;
    private const int MostCases = 1_000_000;

    private readonly Option<string> only;
    private readonly Option<string> cases;
    private readonly Option<string> seed;
    private readonly Option<string> single;
    private readonly Option<string> solver;
    private readonly Option<string> process;
    private readonly Option<string> schedule;
    private readonly Option<string> json;
    private readonly Option<string> report;
    private readonly Option<bool> limit;
    private readonly Option<string> svg;
    private readonly Option<bool> orders;
    private readonly Option<bool> printed;
    private readonly Option<string> update;

    public VerifyCommand(Terminal terminal)
        : base("verify", "Hold every claim against a closed form: measured and expected figures, and a counterexample where one fails.", terminal)
    {
        only = Word("--only", "PATTERN", "Properties whose name contains this, or matches it where it has a *.");
        cases = Word("--cases", "N", $"Generated cases of a light property; heavy ones look at a share of them. Default: {DefaultCases}.");
        seed = Word("--seed", "S", $"Fixes the cases. Default: {ModelVerb.DefaultSeed}.");
        single = Word("--case", "K", "Look at this case alone, to replay a failure.");
        solver = Word("--solver", "NAME", "Properties of one solver.");
        process = Word("--process", "NAME", "Hold what speaks of a process to one, for example flow, on its usual schedule or on that of --schedule.");
        schedule = Word("--schedule", "NAME", "Hold everything to one schedule, for example linear:0.1,20, in place of generated ones.");
        json = Word("--json", "FILE.json", "Also write the results as JSON.");
        report = Word("--report", "FILE.html", "Also write a page to look at, in one file: the verdict, how near each law came to failing, by room, statements and sources.");
        limit = Switch("--limit", "Show instead how the DDPM chain reaches the SDE: N = 10, 30, … 100000 against error, with rates.");
        svg = Word("--svg", "FILE.svg", "With --limit: also write it as a figure.");
        orders = Switch("--orders", "Show instead the orders of every solver, claimed and measured, with evaluations, noises and sources.");
        printed = Switch("--printed", "Show instead formulas that tutorials are found to misprint, beside the right ones, and what both come to.");
        update = Word("--update", "FILE.md", "With --orders: also write them into that document, between its comments that name this option.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde verify",
        "scoresde verify --only order/* --json orders.json",
        "scoresde verify --solver heun --cases 1000",
        "scoresde verify --report verify.html",
        "scoresde verify --schedule linear:0.1,20 --only *-limit",
        "scoresde verify --process flow",
        "scoresde verify --limit --svg limit.svg",
        "scoresde verify --orders --update docs/solvers.md",
        "scoresde verify --printed",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        string? scheduleName = words.Text(schedule);
        INoiseSchedule? held = ScheduleCatalog.Read(scheduleName, faults);
        string? processName = words.Text(process);
        IDiffusionProcess? heldProcess = processName is null ? null : ProcessCatalog.Make(processName, scheduleName, faults);
        string? jsonFile = words.Text(json);
        string? htmlFile = words.Text(report);
        string? figure = words.Text(svg);
        OutputPath.Check(jsonFile, faults);
        OutputPath.Check(htmlFile, faults);
        OutputPath.Check(figure, faults);
        OutputPath.CheckDistinct(faults, (json.Name, jsonFile), (report.Name, htmlFile), (svg.Name, figure));
        string? document = words.Text(update);
        if (words.Switch(limit))
        {
            return ReadLimit(words, held, figure);
        }

        if (words.Switch(orders))
        {
            return ReadOrders(words, document);
        }

        if (words.Switch(printed))
        {
            Alone(words, printed, only, cases, seed, single, solver, process, schedule, json, report, svg, update);
            return faults.None ? () => PrintedRun.Execute(Terminal) : null;
        }

        if (document is not null)
        {
            faults.Add($"{update.Name} needs {orders.Name}.");
        }

        if (figure is not null)
        {
            faults.Add($"{svg.Name} needs {limit.Name}.");
        }

        if (words.Has(single) && words.Has(cases))
        {
            faults.Add($"{single.Name} looks at one case alone, so {cases.Name} means nothing.");
        }

        var options = new VerificationOptions
        {
            Only = words.Text(only),
            Solver = words.Text(solver) is { } asked ? SolverCatalog.Find(asked)?.Name ?? asked.ToLowerInvariant() : null,
            Context = new PropertyContext
            {
                Seed = words.Seed(seed, ModelVerb.DefaultSeed),
                Cases = words.Whole(cases, DefaultCases, 1, MostCases),
                OnlyCase = words.WholeOrNone(single, least: 0),
                FixedSchedule = processName is null ? held : null,
                FixedProcess = heldProcess,
                Cancellation = Terminal.Cancellation,
            },
        };
        CheckNames(options, faults);
        return faults.None ? () => VerifyRun.Execute(new VerifySettings(options, scheduleName, jsonFile, htmlFile) { Process = processName, Command = words.CommandWithout(json, report) }, Terminal) : null;
    }

    private Func<int>? ReadLimit(ArgumentReader words, INoiseSchedule? held, string? figure)
    {
        Alone(words, limit, only, cases, seed, single, solver, process, json, report, orders, printed, update);
        if (held is not null and not LinearSchedule)
        {
            words.Faults.Add($"{limit.Name} needs a linear schedule, not '{held.Name}'.");
        }

        return words.Faults.None ? () => LimitRun.Execute(held as LinearSchedule ?? new LinearSchedule(), figure, Terminal) : null;
    }

    private Func<int>? ReadOrders(ArgumentReader words, string? document)
    {
        Alone(words, orders, only, cases, seed, single, solver, process, schedule, json, report, svg, printed);
        if (document is not null)
        {
            if (!File.Exists(document))
            {
                words.Faults.Add($"{document}: no such file.");
            }
            else if (!GeneratedPart.Orders.IsIn(File.ReadAllText(document)))
            {
                words.Faults.Add($"{document}: has no place for the orders: a line {GeneratedPart.Orders.First} before a line {GeneratedPart.Orders.Last}.");
            }
            else
            {
                OutputPath.Check(document, words.Faults);
            }
        }

        return words.Faults.None ? () => OrdersRun.Execute(document, Terminal) : null;
    }

    private static void Alone(ArgumentReader words, Option mode, params Option[] others)
    {
        foreach (Option other in others.Where(words.Has))
        {
            words.Faults.Add($"{other.Name} does not go with {mode.Name}.");
        }
    }

    private static void CheckNames(VerificationOptions options, Faults faults)
    {
        string[] solvers = [.. KnownProperties.All.Select(static property => property.Solver).OfType<string>().Distinct()];
        if (options.Solver is { } name && !solvers.Contains(name))
        {
            faults.Add($"There is no property of a solver '{name}'. Nearest: {string.Join(", ", NearestNames.To(name, solvers))}.");
        }
        else if (options.Choose(KnownProperties.All).Count == 0)
        {
            IEnumerable<string> names = KnownProperties.All.Select(static property => property.Name);
            faults.Add($"No property is meant by '{options.Only}'. Nearest: {string.Join(", ", NearestNames.To(options.Only ?? "", names))}.");
        }
    }
}
