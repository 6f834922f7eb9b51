using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Runs;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Schedules;
using ScoreSde.Training;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde train</c>: trains a score network on data.</summary>
internal sealed class TrainCommand : Verb
{
    /// <summary>The warm-up is shortened to this share of a short run.</summary>
    private const int WarmUpShare = 10;

    private static readonly TrainingSettings Standard = new();

    private readonly Option<string> data;
    private readonly Option<string> file;
    private readonly Option<string> steps;
    private readonly Option<string> batch;
    private readonly Option<string> width;
    private readonly Option<string> depth;
    private readonly Option<string> rate;
    private readonly Option<string> weighting;
    private readonly Option<string> prediction;
    private readonly Option<string> dropout;
    private readonly Option<string> process;
    private readonly Option<string> schedule;
    private readonly Option<string> seed;
    private readonly Option<string> threads;
    private readonly Option<string> resume;

    public TrainCommand(Terminal terminal)
        : base("train", "Train a score network on data by denoising score matching. Ctrl-C saves; --resume goes on to the same bits.", terminal)
    {
        data = Word("--data", "NAME|DIR|FILE", "A data set of 'list data', a folder of IDX files (MNIST), or an .npy file.");
        file = Word("--out", "FILE", "Where the network goes, as safetensors.");
        steps = Word("--steps", "N", $"Optimiser steps. Default: {Standard.Steps}.");
        batch = Word("--batch", "N", $"Rows in a step. Default: {Standard.Batch}.");
        width = Word("--width", "N", $"Hidden units of a layer. Default: {Standard.Width}.");
        depth = Word("--depth", "N", $"Residual layers. Default: {Standard.Depth}.");
        rate = Word("--lr", "X", $"Peak learning rate. Default: {Standard.LearningRate}.");
        weighting = Word("--weighting", "NAME", $"Loss weights: {Names(WeightingCatalog.Shelf)}. Default: {NameOf(WeightingCatalog.Shelf, Standard.Weighting)}.");
        prediction = Word("--predict", "NAME", $"What the network's output stands for: {Names(ParametrisationCatalog.Shelf)}. Default: {NameOf(ParametrisationCatalog.Shelf, Standard.Parametrisation)}.");
        dropout = Word("--label-dropout", "P", $"Share of rows trained without their label, which guidance needs. Default: {Standard.LabelDropout}.");
        process = Word("--process", "NAME", $"vp, subvp or ve. Default: {ProcessCatalog.Default}.");
        schedule = Word("--schedule", "NAME", "linear:β0,β1, cosine or geometric:min,max. Default: linear:0.1,20; geometric:0.01,50 for ve.");
        seed = Word("--seed", "N", $"Fixes every random number. Default: {Standard.Seed}.");
        threads = Word("--threads", "K", "Worker threads; the weights do not depend on it. Default: one for each processor.");
        resume = Word("--resume", "FILE", "Go on with a run that was stopped: the file it saved (where left out, that of --out).");
        resume.Arity = ArgumentArity.ZeroOrOne;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde train --data digits --out digits.safetensors",
        "scoresde train --data swissroll --out roll.safetensors --steps 5000 --width 128 --depth 3",
        "scoresde train --resume --out digits.safetensors",
    ];

    private Option<string>[] OptionsOfNewRun => [steps, batch, width, depth, rate, weighting, prediction, dropout, process, schedule, seed];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        string? target = words.Text(file);
        string? dataWord = words.Text(data);
        int workers = words.Threads(threads);
        Func<DataSet>? open = dataWord is null ? null : DataCatalog.Find(dataWord, faults);
        if (target is null)
        {
            faults.Add("Nothing would be kept: give --out FILE.");
        }

        OutputPath.Check(target, faults);
        if (words.Has(resume))
        {
            return Resume(words, target, open, workers);
        }

        if (dataWord is null)
        {
            faults.Add("There is nothing to learn from: give --data NAME, a folder of IDX files or an .npy file.");
        }

        TrainingSettings settings = ReadSettings(words);
        CheckShape(settings, faults);
        IDiffusionProcess? forward = ProcessCatalog.Make(words.Text(process), words.Text(schedule), faults);
        if (forward?.Schedule is TableSchedule)
        {
            faults.Add("A table of rates cannot be stored in a network's file by its name; train with linear, cosine or geometric.");
        }

        return target is null || open is null || forward is null
            ? null
            : () => TrainRun.Start(new TrainSettings(open, target, workers), settings, forward, Terminal);
    }

    private Func<int>? Resume(ArgumentReader words, string? target, Func<DataSet>? open, int workers)
    {
        foreach (Option<string> option in OptionsOfNewRun.Where(words.Has))
        {
            words.Faults.Add($"{option.Name} contradicts --resume: the stopped run brings its own settings.");
        }

        string? source = words.Text(resume) ?? target;
        if (source is not null && !File.Exists(source))
        {
            words.Faults.Add($"There is no file '{source}' to resume.");
        }

        return target is null || source is null ? null : () => TrainRun.Resume(new TrainSettings(open, target, workers), source, Terminal);
    }

    private TrainingSettings ReadSettings(ArgumentReader words)
    {
        int length = words.Whole(steps, Standard.Steps);
        return Standard with
        {
            Steps = length,
            WarmUp = Math.Min(Standard.WarmUp, length / WarmUpShare),
            Batch = words.Whole(batch, Standard.Batch),
            Width = words.Whole(width, Standard.Width),
            Depth = words.Whole(depth, Standard.Depth, least: 0),
            LearningRate = words.Real(rate, Standard.LearningRate, 0, 1, open: true),
            Weighting = Find(words, weighting, WeightingCatalog.Shelf, Standard.Weighting),
            Parametrisation = Find(words, prediction, ParametrisationCatalog.Shelf, Standard.Parametrisation),
            LabelDropout = words.Real(dropout, Standard.LabelDropout, 0, 1),
            Seed = words.Seed(seed, Standard.Seed),
        };
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
