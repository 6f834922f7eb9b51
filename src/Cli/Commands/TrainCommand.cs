using System.CommandLine;
using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Training;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Training;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde train</c>: trains a score network on data.</summary>
internal sealed class TrainCommand : Verb
{
    /// <summary>The warm-up is shortened to this share of a short run.</summary>
    private const int WarmUpShare = 10;

    private static readonly TrainingSettings Standard = new();

    private readonly DataOptions data;
    private readonly Option<string> file;
    private readonly Option<string> steps;
    private readonly Option<string> batch;
    private readonly Option<string> width;
    private readonly Option<string> depth;
    private readonly Option<string> network;
    private readonly Option<string> channels;
    private readonly Option<string> multipliers;
    private readonly Option<string> blocks;
    private readonly Option<string> attention;
    private readonly Option<string> rate;
    private readonly Option<string> weighting;
    private readonly Option<string> times;
    private readonly Option<string> prediction;
    private readonly Option<string> dropout;
    private readonly Option<string> process;
    private readonly Option<string> schedule;
    private readonly Option<string> seed;
    private readonly DeviceOptions devices;
    private readonly Option<string> resume;
    private readonly Option<string> from;
    private readonly Option<bool> learnVariance;
    private readonly Option<bool> overwrite;
    private readonly Option<string> saveEvery;
    private readonly Option<string> figure;

    public TrainCommand(Terminal terminal)
        : base("train", "Train a score network on data by denoising score matching. It saves on its way and when it is stopped; --resume goes on to the same bits.", terminal)
    {
        data = ForData("A data set of 'list data', a folder of IDX files (MNIST) or of PNG pictures, or an .npy, .npz or .csv file.");
        file = Word("--out", "FILE.safetensors", "Where the network goes, as safetensors.");
        steps = Word("--steps", "N", $"Optimiser steps. Default: {Standard.Steps}.");
        batch = Word("--batch", "N", $"Rows in a step. Default: {Standard.Batch}.");
        width = Word("--width", "N", $"Hidden units of a layer. Default: {Standard.Width}.");
        depth = Word("--depth", "N", $"Residual layers. Default: {Standard.Depth}.");
        network = Word("--network", "NAME", "mlp, or unet for pictures, which needs --device torch or cuda. Default: mlp.");
        channels = Word("--channels", "N", "Feature maps of a U-Net's first level. Default: 64.");
        multipliers = Word("--multipliers", "N,N,…", "Feature maps of each level of a U-Net, in units of the first. Default: 1,2,2.");
        blocks = Word("--blocks", "N", "Residual blocks in a level of a U-Net. Default: 2.");
        attention = Word("--attention", "N,N,…", "Levels of a U-Net with attention, from 0. Default: the last.");
        rate = Word("--lr", "X", $"Peak learning rate. Default: {Standard.LearningRate}.");
        weighting = Word("--weighting", "NAME", $"Loss weights: {Names(WeightingCatalog.Shelf)}. Default: {NameOf(WeightingCatalog.Shelf, Standard.Weighting)}.");
        times = Word("--times", "NAME", $"The law of training times: {Names(TimesCatalog.Shelf)}. Rows are weighted so that all have the same mean gradient. Default: {NameOf(TimesCatalog.Shelf, Standard.Times)}.");
        prediction = Word("--predict", "NAME", $"What the network's output stands for: {Names(ParametrisationCatalog.Shelf)}. Default: {NameOf(ParametrisationCatalog.Shelf, Standard.Parametrisation)}.");
        learnVariance = Switch("--learn-variance", "Learn the variance of reverse steps too, number by number (Nichol and Dhariwal 2021): for --solver ddpm-learned and the bound.");
        dropout = Word("--label-dropout", "P", $"Share of rows trained without their label, which guidance needs. Default: {Standard.LabelDropout}.");
        process = Word("--process", "NAME", $"{Names(ProcessCatalog.Shelf)}. Default: {ProcessCatalog.Default}.");
        schedule = Word("--schedule", "NAME", "One of 'list schedules': linear:β0,β1, cosine, geometric:min,max, a chain (ddpm, scaled-linear, sigmoid, cosine-ddpm), zero-snr:CHAIN, edm:max, straight or table:FILE. Default: linear:0.1,20; geometric:0.01,50 for ve; straight for flow.");
        seed = Word("--seed", "N", $"Fixes every random number. Default: {Standard.Seed}.");
        devices = ForDevice("the weights do not depend", "With torch or cuda: rows of a step worked on at once; their gradients are added. Default: all.");
        resume = Word("--resume", "FILE", "Go on with a run that was stopped: the file it saved (where left out, that of --out).");
        resume.Arity = ArgumentArity.ZeroOrOne;
        from = Word("--from", "FILE", "Begin with the network of this file and train it --steps more, on its own data or on other data of the same dimension. --lr, --batch, --weighting, --times, --label-dropout may differ.");
        overwrite = Switch("--overwrite", "Begin anew though --out holds a run that was stopped.");
        saveEvery = Word("--save-every", "N|TIME", $"Save the run on its way: every N steps, or every 90s, 5m, 1h; or never. Default: {SaveInterval.Default}.");
        figure = Word("--figure", "FILE.svg|FILE.png", "Where the loss curve goes: of single batches thin, its moving average thick, and the exact score's loss where the data's law is known (mixture8).");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde train --data digits --out digits.safetensors",
        "scoresde train --data swissroll --out roll.safetensors --steps 5000 --width 128 --depth 3",
        "scoresde train --data fashion --network unet --device cuda --mixed --batch 128 --steps 20000 --lr 2e-4 --out fashion.safetensors",
        "scoresde train --data mixture8 --steps 2000 --out ring.safetensors --figure loss.svg",
        "scoresde train --data swissroll --process flow --predict flow --weighting flow --out roll.safetensors",
        "scoresde train --resume --out digits.safetensors",
        "scoresde train --from digits.safetensors --steps 5000 --lr 5e-4 --out better.safetensors",
    ];

    private Option[] OptionsOfNetwork => [width, depth, network, channels, multipliers, blocks, attention, prediction, learnVariance, process, schedule];

    private Option[] OptionsOfNewRun => [steps, batch, width, depth, network, channels, multipliers, blocks, attention, rate, weighting, times, prediction, learnVariance, dropout, process, schedule, seed];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        string? target = words.Text(file);
        DataRequest? request = data.Read(words);
        DeviceWords how = devices.Words(words);
        IDevice? device = devices.Find(words, how, static one => one.Trains);
        Func<DataUnits?, DataSet>? open = request is null ? null : DataCatalog.Find(request, faults);
        if (target is null)
        {
            faults.Add("Nothing would be kept: give --out FILE.");
        }

        string? curve = words.Text(figure);
        OutputPath.Check(target, faults);
        OutputPath.Check(curve, faults);
        OutputPath.CheckDistinct(faults, (file.Name, target), (figure.Name, curve));
        OutputPath.CheckDistinct(faults, (resume.Name, words.Has(resume) ? words.Text(resume) : null), (figure.Name, curve));
        SaveInterval interval = SaveInterval.Read(words.Text(saveEvery) ?? SaveInterval.Default, faults);
        CheckStopped(words, target);
        TrainSettings? run = device is null || target is null ? null : new TrainSettings(open, target, device, how) { SaveEvery = interval, Figure = curve };
        if (words.Has(resume) || words.Has(from))
        {
            return run is null ? null : GoOn(words, run);
        }

        if (request is null)
        {
            faults.Add("There is nothing to learn from: give --data NAME, a folder of pictures or a file of numbers.");
        }

        TrainingSettings settings = ReadSettings(words);
        CheckShape(settings, faults);
        UNetWords? pictures = ReadUNet(words);
        if (pictures is not null && device is { TrainsUNets: false })
        {
            faults.Add($"{network.Name} unet is trained on libtorch: give --device torch or --device cuda.");
        }

        IDiffusionProcess? forward = ProcessCatalog.Make(words.Text(process), words.Text(schedule), faults);
        CheckTimes(settings, forward, faults);
        return run is null || open is null || forward is null
            ? null
            : () => pictures is null
                ? TrainRun.Start(run, settings, forward, Terminal)
                : run.Device.TrainUNet(pictures, settings, forward, run, Terminal);
    }

    // Null for a perceptron.
    private UNetWords? ReadUNet(ArgumentReader words)
    {
        bool isUNet = words.Text(network) == "unet";
        if (words.Text(network) is not (null or "mlp" or "unet"))
        {
            words.Faults.Add($"--network must be mlp or unet, not '{words.Text(network)}'.");
        }

        Option<string>[] strangers = isUNet ? [width, depth] : [channels, multipliers, blocks, attention];
        foreach (Option<string> stranger in strangers.Where(words.Has))
        {
            words.Faults.Add($"{stranger.Name} means nothing for --network {(isUNet ? "unet" : "mlp")}.");
        }

        if (!isUNet)
        {
            return null;
        }

        int[] levels = words.Has(multipliers) ? words.WholesWithRepeats(multipliers, least: 1) : [1, 2, 2];
        int[] attends = words.Has(attention) ? words.WholesWithRepeats(attention, least: 0) : [levels.Length - 1];
        return new UNetWords(words.Whole(channels, 64), levels, words.Whole(blocks, 2), attends);
    }

    // A run that was stopped and saved is hours of work.
    private void CheckStopped(ArgumentReader words, string? target)
    {
        string? resumed = words.Has(resume) ? words.Text(resume) ?? target : null;
        bool isItself = target is not null && resumed is not null && File.Exists(resumed) && FileIdentity.AreSame(target, resumed);
        if (target is not null && !isItself && !words.Switch(overwrite) && File.Exists(target) && TrainingCheckpoint.StoppedAt(target) is { } at)
        {
            words.Faults.Add($"{target} holds a run that was stopped after step {at.Step} of {at.Steps}: go on with it by --resume, or give --overwrite to lose it.");
        }
    }

    private Func<int>? GoOn(ArgumentReader words, TrainSettings run)
    {
        if (words.Has(resume) && words.Has(from))
        {
            words.Faults.Add("--resume and --from contradict each other: the one ends a run that was stopped, the other begins a new one.");
        }

        bool isNew = words.Has(from);
        foreach (Option option in (isNew ? OptionsOfNetwork : OptionsOfNewRun).Where(words.Has))
        {
            words.Faults.Add($"{option.Name} contradicts {(isNew ? "--from: the network is what it is" : "--resume: the stopped run brings its own settings")}.");
        }

        string? source = isNew ? words.Text(from) : words.Text(resume) ?? run.Out;
        if (source is null)
        {
            return null;
        }

        if (!File.Exists(source))
        {
            words.Faults.Add($"There is no file '{source}' to {(isNew ? "begin with" : "resume")}.");
        }

        if (!isNew)
        {
            return () => TrainRun.Resume(run, source, Terminal);
        }

        // Read here, so that faults are told before the work; what is not given is the old run's.
        TrainingSettings given = ReadSettings(words);
        foreach (string fault in given.Faults())
        {
            words.Faults.Add(fault);
        }

        return () => TrainRun.Continue(run, source, old => WhereGiven(words, given, old), Terminal);
    }

    private TrainingSettings WhereGiven(ArgumentReader words, TrainingSettings given, TrainingSettings old) => old with
    {
        Steps = given.Steps,
        WarmUp = given.WarmUp,
        Batch = words.Has(batch) ? given.Batch : old.Batch,
        LearningRate = words.Has(rate) ? given.LearningRate : old.LearningRate,
        Weighting = words.Has(weighting) ? given.Weighting : old.Weighting,
        Times = words.Has(times) ? given.Times : old.Times,
        LabelDropout = words.Has(dropout) ? given.LabelDropout : old.LabelDropout,

        // Other draws than those that the network has seen.
        Seed = words.Has(seed) ? given.Seed : unchecked(old.Seed + 1),
    };

    private TrainingSettings ReadSettings(ArgumentReader words)
    {
        int length = words.Whole(steps, Standard.Steps);
        return Standard with
        {
            Steps = length,
            WarmUp = Math.Min(Standard.WarmUp, length / WarmUpShare),
            Batch = words.Whole(batch, Standard.Batch),
            Width = words.Whole(width, Standard.Width, most: MlpSettings.MostWidth),
            Depth = words.Whole(depth, Standard.Depth, least: 0, most: MlpSettings.MostDepth),
            LearningRate = words.Real(rate, Standard.LearningRate, 0, 1, open: true),
            Weighting = Find(words, weighting, WeightingCatalog.Shelf, Standard.Weighting),
            Times = Find(words, times, TimesCatalog.Shelf, Standard.Times),
            Parametrisation = Find(words, prediction, ParametrisationCatalog.Shelf, Standard.Parametrisation),
            LabelDropout = words.Real(dropout, Standard.LabelDropout, 0, 1),
            LearnsVariance = words.Switch(learnVariance),
            Seed = words.Seed(seed, Standard.Seed),
        };
    }

    private static void CheckTimes(TrainingSettings settings, IDiffusionProcess? process, Faults faults)
    {
        try
        {
            if (process is not null)
            {
                TrainingFrame.CheckTimes(settings, process);
            }
        }
        catch (UsageException refused)
        {
            faults.Add(refused.Message);
        }
    }

    private static void CheckShape(TrainingSettings settings, Faults faults)
    {
        foreach (string fault in settings.Faults())
        {
            faults.Add(fault);
        }

        try
        {
            settings.Network(dimension: 1, classes: 0);
        }
        catch (ArgumentException fault)
        {
            faults.Add(FailureSentence.Of(fault));
        }
    }

    private static T Find<T>(ArgumentReader words, Option<string> option, Shelf<T> shelf, T fallback)
        where T : notnull =>
        words.Text(option) is { } name && shelf.Find(name, words.Faults) is { } entry ? entry.Value : fallback;

    private static string Names<T>(Shelf<T> shelf)
        where T : notnull => string.Join(", ", shelf.Entries.Select(entry => entry.Name));

    private static string NameOf<T>(Shelf<T> shelf, T value)
        where T : notnull => shelf.Entries.Single(entry => entry.Value.Equals(value)).Name;
}
