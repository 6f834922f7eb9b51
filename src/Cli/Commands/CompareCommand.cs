using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Comparing;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Onnx;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde compare</c>: what solvers make of a number of network evaluations.</summary>
internal sealed class CompareCommand : ModelVerb
{
    /// <summary>The Fréchet distance's standard error needs that many rows.</summary>
    private const int FewestSamples = 20;

    // Of points of the plane 2,000, of pictures of 28×28 pixels 5.
    private const int KeptNumbers = 4000;

    private const int MostToFloor = 200;

    private static readonly int[] DefaultBudgets = [5, 10, 20, 50];

    private readonly Option<string> solvers;
    private readonly Option<string> budgets;
    private readonly Option<string> grid;
    private readonly Option<string> grids;
    private readonly Option<string> samples;
    private readonly Option<string> part;
    private readonly Option<string> features;
    private readonly Option<string> label;
    private readonly GuidanceWords guidance;
    private readonly DeviceOptions devices;
    private readonly Option<bool> path;
    private readonly Option<bool> toFloor;
    private readonly Option<bool> all;
    private readonly Option<string> json;
    private readonly Option<string> csv;
    private readonly Option<string> figure;
    private readonly Option<string> report;
    private readonly CompareFileWords samplesFile;

    public CompareCommand(Terminal terminal)
        : base("compare", "Compare solvers: the most steps within each budget of network evaluations, their time and the samples' quality.", string.Join(" and ", ModelCatalog.Compared), terminal)
    {
        solvers = Word("--solvers", "A,B,…", $"Solvers of 'list solvers', or of 'list adaptive' with a tolerance: dopri5:0.01. Default: {string.Join(',', SolverCatalog.Compared)}.");
        budgets = Word("--nfe", "K,L,…", $"Budgets of network evaluations for one sample; adaptive solvers are not bound by them. Default: {string.Join(',', DefaultBudgets)}.");
        grid = Word("--grid", "NAME|FILE", $"A grid of 'list grids', or a file of times as 'grid' writes it. Default: {GridCatalog.Default}.");
        grids = Word("--grids", "A,B,…", "Several grids of 'list grids', which are compared too: a row for each solver on each grid.");
        samples = Word("--count", "N", $"Samples of each run. Default: {ComparisonSettings.SamplesOfLaw} where the data's law is known, else {ComparisonSettings.SamplesOfData}, of more than 100 numbers so many that there are {ComparisonSettings.NumbersOfData} in all, {ComparisonSettings.FewestOfData} at least.");
        part = Word("--part", "NAME", "Which rows of finite data judge: held-out, or training, which tells how much was learned by heart. Default: held-out.");
        features = Word("--features", "FILE.onnx", "Also judge by Fréchet and energy distances in the features of a network: FID, with an Inception file.");
        label = Word("--label", "C", "The class of all samples by its label in the data, for a network with classes; rows of that class judge. Default: all classes in turn.");
        guidance = new GuidanceWords(
            Word("--guidance", "W", GuidanceWords.WeightHelp),
            Word("--guidance-interval", "A,B", GuidanceWords.IntervalHelp),
            Word("--guidance-rescale", "PHI", GuidanceWords.RescaleHelp),
            Word("--guide", "NAME|FILE", GuidanceWords.GuideHelp),
            Switch("--cfgpp", GuidanceWords.RenoiseHelp));
        devices = ForDevice("the samples do not depend", "With torch or cuda: samples worked on at once. Default: as many as fit.");
        path = Switch("--path", $"Run stochastic solvers on one Brownian path for each sample, so that they and their steps can be compared sample by sample; column 'path' is the distance to the model's own solution on it. Default model: {ModelCatalog.ComparedOnPath}. Default solvers: {string.Join(',', SolverCatalog.ComparedOnPath)}.");
        toFloor = Switch("--to-floor", $"Find the fewest evaluations at which each solver's samples are not told from the data, by bisection, up to --nfe (one number; default {MostToFloor}): one line a solver, sorted.");
        all = Switch("--all", "Show every measure, steps and rates, a row for each run. Default: the decisive measure with its error, a row for each solver.");
        json = Word("--json", "FILE.json", "Also write the results as JSON.");
        csv = Word("--csv", "FILE.csv", "Also write the results as comma-separated values.");
        figure = Word("--figure", "FILE.svg|FILE.png", "Also draw the decisive measure against the evaluations.");
        report = Word("--report", "FILE.html", "Also write a page to look at, in one file: the verdict, charts of error against evaluations and seconds, samples, tables that sort.");
        samplesFile = new CompareFileWords(
            Word("--out", "FILE.npy", "Also keep the samples of all runs: an array [count, runs, dimension] in the units of the measures, the runs in the order of --all. A small record goes beside it."),
            Word("--shard", "I/N", "Draw the I-th of N parts of the samples alone, as 3/16, for --out, and measure nothing; 'merge' makes one file of all parts, --from the table."),
            Switch("--resume", "With --shard: end at once where the part is complete."),
            Word("--from", "FILE.npy", "Measure samples that --out or 'merge' wrote, of the same command, instead of drawing them: every measure is that of one run. Seconds are the sum over the parts."));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde compare",
        "scoresde compare --model mixture8 --solvers em,heun --nfe 50,1000",
        "scoresde compare --to-floor",
        "scoresde compare --report comparison.html",
        "scoresde compare --model digits --nfe 5,10,20,50,100 --figure digits.svg",
        "scoresde compare --model mixture8 --solvers heun,unipc-2 --grids balanced,karras --nfe 10,20",
        "scoresde compare --model digits --label 7 --guidance 2 --nfe 10,20",
        "scoresde compare --model mixture8 --path --count 1000 --nfe 64,256",
        "scoresde compare --model mixture8 --solvers heun,unipc-3,dopri5:0.1,dopri5:0.01 --nfe 32,50",
        "scoresde compare --model digits --count 50000 --shard 3/16 --out part-3.npy",
        "scoresde compare --model digits --count 50000 --from samples.npy",
        "scoresde compare --model digits --device cuda --count 50000 --nfe 10,20,50",
        "scoresde compare --model net.onnx --data pictures --features inception.onnx --nfe 10,20",
        "scoresde compare --model gaussian --process subvp --schedule cosine --grid lambda --json results.json",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        bool onPath = words.Switch(path);
        string[] names = words.Text(ModelWord) is { } one ? [one] : onPath ? [ModelCatalog.ComparedOnPath] : ModelCatalog.Compared;
        Model?[] models = [.. names.Select(name => ReadModel(words, name))];
        ModelGuidance? guided = guidance.Read(words, name => ReadModel(words, name, withData: false));
        models = [.. models.Select(model => Conditioned(model, words, guided))];
        ElementType element = ReadElementType(words);
        string[] wanted = words.Names(solvers, guided is { IsRenoised: true } ? SolverCatalog.ComparedRenoised : DefaultSolvers(onPath, models));
        NamedSolver?[] named =
        [
            .. wanted.Where(word => !ToleratedMethod.Knows(word))
                .Select(word => SolverCatalog.Find(word, faults) is { } found ? found with { OnPath = onPath, IsRenoised = guided is { IsRenoised: true } } : null),
        ];
        ToleratedMethod?[] adaptive = [.. wanted.Where(ToleratedMethod.Knows).Select(word => ToleratedMethod.Find(word, element, faults))];
        words.CheckOnce(solvers, [.. named.OfType<NamedSolver>().Select(static solver => solver.Name), .. adaptive.OfType<ToleratedMethod>().Select(static one => one.Name)]);
        if (!onPath && named.All(static solver => solver?.Facts.IsStochastic == true) && adaptive.All(static method => method?.Method.IsStochastic == true))
        {
            foreach (Model model in models.OfType<Model>().Where(HasNoData))
            {
                faults.Add($"Model '{model.Name}' names no data that its samples should look like, and its own flow judges methods that draw no noise; give --data, {path.Name}, or other {solvers.Name}.");
            }
        }

        if (guided is { IsRenoised: true })
        {
            CheckRenoised(guided, [.. named.OfType<NamedSolver>()], [.. models.OfType<Model>()], onPath, adaptive.Length > 0, faults);
        }

        if (onPath && adaptive.Length > 0)
        {
            faults.Add($"{path.Name} does not go with methods that choose their own steps.");
        }

        Entry<GridRule>?[] found = [.. words.Names(grids, [words.Text(grid) ?? GridCatalog.Default]).Select(name => GridCatalog.Find(name, faults))];
        Entry<GridRule>[] rules = [.. found.OfType<Entry<GridRule>>()];
        words.CheckOnce(grids, rules.Select(static rule => rule.Name));
        if (words.Has(grid) && words.Has(grids))
        {
            faults.Add($"Give {grid.Name} or {grids.Name}, not both.");
        }

        // What stands in a file has its own number of steps, and so a budget for all.
        TimeGrid? file = rules.Select(static rule => rule.Value.File).FirstOrDefault(static times => times is not null);
        if (file is not null && rules.Length > 1)
        {
            faults.Add($"Grid '{file.Name}' stands in a file and has {file.Steps} steps alone, so it is compared with no other.");
        }

        int[] allowed = words.Wholes(budgets, file is { } times ? BudgetsOf(times, [.. named.OfType<NamedSolver>()], [.. models], guided is null ? 1 : 2, faults) : words.Switch(toFloor) ? [MostToFloor] : DefaultBudgets);
        if (words.Switch(toFloor))
        {
            CheckToFloor([.. models.OfType<Model>()], onPath, adaptive.Length > 0, file is not null, allowed, faults);
        }

        int? count = words.WholeOrNone(samples, FewestSamples);
        DataPart? judges = words.Text(part) is { } rows ? PartCatalog.Shelf.Find(rows, faults)?.Value : null;
        if (judges == DataPart.All)
        {
            faults.Add("--part all leaves no rows that tell what real data gets; give held-out or training.");
        }

        DeviceWords how = devices.Words(words);
        IDevice? device = devices.Find(words, how, static one => one.OpensModels);
        CheckDevice(device, adaptive.Length > 0, faults);
        ulong seed = ReadSeed(words);
        string? jsonFile = words.Text(json);
        string? csvFile = words.Text(csv);
        OutputPath.Check(jsonFile, faults);
        string? figureFile = words.Text(figure);
        OutputPath.Check(csvFile, faults);
        OutputPath.Check(figureFile, faults);
        string? page = words.Text(report);
        OutputPath.Check(page, faults);
        OutputPath.CheckDistinct(faults, (json.Name, jsonFile), (csv.Name, csvFile), (figure.Name, figureFile), (report.Name, page), (samplesFile.Out.Name, words.Text(samplesFile.Out)));
        if (named.Length == 0)
        {
            foreach (Option<string> option in new[] { budgets, grid, grids }.Where(words.Has))
            {
                faults.Add($"{option.Name} means nothing here: all of these solvers choose their own steps.");
            }
        }

        if (!faults.None)
        {
            return null;
        }

        // One network for all models, so that these must have samples of one shape.
        IFeatureMap? judge = words.Text(features) is { } network ? FeatureFiles.Open(network, [.. models.OfType<Model>()], faults) : null;
        if (!faults.None)
        {
            return null;
        }

        ComparisonSettings plain = new() { Contestants = [], Samples = count };
        PartOfRun? drawn = samplesFile.Read(
            words,
            models.Length,
            toFloor,
            [all, json, csv, figure, report, part, features],
            [devices.Threads!],
            plain.SamplesFor(new ModelProblem(models[0]!, device!, how, Terminal)),
            seed);
        if (!faults.None)
        {
            return null;
        }

        // The table for the eye shows distances along paths where they decide.
        Option<string>[] followed = [json, csv, report];
        var settings = new CompareSettings(
            [.. models.OfType<Model>()],
            new ComparisonSettings
            {
                Contestants = [.. named.OfType<NamedSolver>().Select(static solver => solver.AsContestant()), .. adaptive.OfType<ToleratedMethod>().Select(static one => one.AsContestant())],
                Budgets = allowed,
                Grids = [.. rules.Select(static rule => new GridChoice(rule.Name, rule.Value.Make))],
                Samples = count,
                Seed = seed,
                Threads = how.Threads,
                Part = judges ?? DataPart.HeldOut,
                Features = judge,
                OnPath = onPath,
                KeptNumbers = page is null ? 0 : KeptNumbers,
                ToFloor = words.Switch(toFloor),
                FollowsPaths = guided is not { IsRenoised: true } && (onPath || words.Switch(all) || followed.Any(words.Has) || models.OfType<Model>().Any(HasNoData)
                    || (named.All(static solver => solver?.Facts.IsStochastic != true) && adaptive.All(static method => method?.Method.IsStochastic != true))),
            },
            device!,
            how)
        {
            ShowsAll = words.Switch(all),
            Json = jsonFile,
            Csv = csvFile,
            Figure = figureFile,
            Page = page,
            Out = words.Text(samplesFile.Out),
            From = words.Text(samplesFile.From),
            Part = drawn,
            IsPart = words.Has(samplesFile.Shard),
            Resumes = words.Switch(samplesFile.Resume),
            Command = words.CommandWithout(json, csv, figure, report, samplesFile.Out),
        };
        foreach (Entry<GridRule> rule in rules)
        {
            CheckFit(settings, [.. named.OfType<NamedSolver>()], rule, faults);
        }

        return () => element == ElementType.Float ? CompareRun.Execute<float>(settings, Terminal) : CompareRun.Execute<double>(settings, Terminal);
    }

    // Steps of CFG++ solve no equation, so that no path is theirs.
    private void CheckRenoised(ModelGuidance guided, NamedSolver[] solvers, Model[] models, bool onPath, bool anyAdaptive, Faults faults)
    {
        foreach (NamedSolver solver in solvers)
        {
            GuidanceFit.CheckSolver(solver, guided, faults);
        }

        if (onPath || anyAdaptive || models.FirstOrDefault(HasNoData) is not null)
        {
            faults.Add($"--cfgpp: its steps solve no equation, so that there is no path to be compared with and no tolerance to be kept; leave out {path.Name} and adaptive solvers, and give --data to a network without.");
        }
    }

    private void CheckToFloor(Model[] models, bool onPath, bool anyAdaptive, bool anyFile, int[] allowed, Faults faults)
    {
        foreach (string reason in new[]
        {
            onPath ? $"{path.Name} judges by paths, whose floor no number of evaluations reaches" : "",
            anyAdaptive ? "adaptive solvers choose their own steps" : "",
            anyFile ? $"a grid from a file has steps of its own" : "",
            allowed.Length > 1 ? $"{budgets.Name} is one number here, the most evaluations that are tried" : "",
            models.FirstOrDefault(HasNoData) is { } blind ? $"model '{blind.Name}' names no data that its samples could come near to; give --data" : "",
        })
        {
            if (reason.Length > 0)
            {
                faults.Add($"{toFloor.Name}: {reason}.");
            }
        }
    }

    private static bool HasNoData(Model model) => model.Reference.Kind == ReferenceKind.None;

    // Where there is no data, the model's own flow judges, which says nothing of methods that draw noise.
    private static string[] DefaultSolvers(bool onPath, IEnumerable<Model?> models) => onPath ? SolverCatalog.ComparedOnPath
        : models.OfType<Model>().Any(HasNoData) ? SolverCatalog.ComparedByFlow : SolverCatalog.Compared;

    private static void CheckDevice(IDevice? device, bool anyAdaptive, Faults faults)
    {
        if (device is not null && device.Name != DeviceCatalog.Default && anyAdaptive)
        {
            faults.Add($"Adaptive solvers choose each sample's steps, which is for --device cpu, not for --device {device.Name}.");
        }
    }

    // The model as it is where neither a class nor guidance is asked for.
    private Model? Conditioned(Model? model, ArgumentReader words, ModelGuidance? guided)
    {
        if (model is null || !(words.Has(label) || guided is not null))
        {
            return model;
        }

        int? chosen = ClassWord.Find(words.Text(label), model, words.Faults);
        GuidanceFit.CheckGuidance(model, guided, words.Faults);
        return words.Faults.None ? new ConditionedModel(model, chosen, guided) : model;
    }

    // What a grid that stands in a file costs: one budget for all solvers, or a fault.
    private static int[] BudgetsOf(TimeGrid times, NamedSolver[] solvers, Model?[] models, int each, Faults faults)
    {
        int[] costs = [.. solvers.SelectMany(solver => models.Select(model => each * SolverFit.FactsOn(model, solver).Evaluations(times.Steps, times.EndsAtZero))).Distinct()];
        if (costs.Length > 1)
        {
            faults.Add($"Grid '{times.Name}' has {times.Steps} steps, for which these solvers need {string.Join(", ", costs)} evaluations; compare --solvers of one cost on it.");
        }

        return costs;
    }

    private void CheckFit(CompareSettings settings, NamedSolver[] solvers, Entry<GridRule> rule, Faults faults)
    {
        IReadOnlyList<int> budgets = settings.Comparison.Budgets;
        foreach (NamedSolver solver in solvers)
        {
            foreach (int budget in budgets)
            {
                foreach (Model model in settings.Models)
                {
                    int steps = SolverFit.Steps(model, solver, budget / model.EvaluationsOfNetwork, faults);
                    SolverFit.Check(rule, model, steps, faults);
                }
            }

            if (solver.OnPath)
            {
                SolverFit.CheckRate(solver, faults);
            }

            foreach (Model model in settings.Models)
            {
                SolverFit.Check(model, solver, faults);
            }
        }

        foreach (Model model in settings.Models)
        {
            foreach (NamedSolver solver in solvers.Where(static solver => solver.OnPath))
            {
                foreach (int budget in budgets)
                {
                    SolverFit.CheckPath(model, rule, SolverFit.FactsOn(model, solver).StepsWithin(budget / model.EvaluationsOfNetwork, endsAtZero: true), faults);
                }
            }

            int count = settings.Comparison.SamplesFor(new ModelProblem(model, settings.Device, settings.Words, Terminal));
            if ((long)count * model.Dimension > Array.MaxLength)
            {
                faults.Add($"--count must be at most {Array.MaxLength / model.Dimension} for model '{model.Name}', not {count}.");
            }
        }
    }
}
