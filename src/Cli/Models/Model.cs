using System.Numerics;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>What can be sampled: a score, the process it belongs to, and the units of its samples.</summary>
/// <param name="name">The name in tables.</param>
/// <param name="process">The forward process.</param>
/// <param name="dimension">Numbers in one sample.</param>
internal abstract class Model(string name, IDiffusionProcess process, int dimension)
{
    /// <summary>The rows of data over which the mean of ‖ε‖² is measured.</summary>
    public const int MomentRows = 2048;

    /// <summary>The name in tables.</summary>
    public string Name { get; } = name;

    /// <summary>The forward process.</summary>
    public IDiffusionProcess Process { get; } = process;

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>What the network knows of the data it was trained on; null of a model that is no network.</summary>
    public virtual DataDescription? Data => null;

    /// <summary>Class labels 0 … Classes − 1 that samples can be asked for; 0 where there are none.</summary>
    public int Classes => Data?.Classes ?? 0;

    /// <summary>The label of each class as the data has it.</summary>
    public IReadOnlyList<string> ClassNames => Data?.ClassNames ?? [];

    /// <summary>Between the numbers of the data's file and its natural units; null where they are the same.</summary>
    public ColumnUnits? Columns => Data?.Columns;

    /// <summary>Where the network's data came from, as far as it is known.</summary>
    public DataOrigin? Origin => Data?.Origin;

    /// <summary>The units and classes in which the model sees data: those of a network's data, or a file's own numbers where the score is a law's.</summary>
    public DataUnits Units => Data?.Units ?? new DataUnits(Dimension, DataScaling.Identity, null, [], null);

    /// <summary>The times at which the score may be asked.</summary>
    public virtual TimeRange Range => TimeRange.Whole;

    /// <summary>Whether it has a score of samples without a label, which guidance needs; so has every model without classes.</summary>
    public virtual bool KnowsUnlabelled => true;

    /// <summary>Bytes that a network takes beside the states: its weights, what they were read from and are packed into, and what so many rows leave on their way through it.</summary>
    /// <param name="rows">Rows that are asked about at once.</param>
    /// <param name="isDifferentiated">Whether products with its Jacobian are taken.</param>
    /// <typeparam name="T">In what it is asked.</typeparam>
    public virtual double Bytes<T>(int rows, bool isDifferentiated)
        where T : unmanaged, IFloatingPointIeee754<T> => 0;

    /// <summary>The shape of samples that are pictures.</summary>
    public ImageShape? Image => Data?.Image;

    /// <summary>Between the units in which the model is sampled and those of its data.</summary>
    public DataScaling Scaling => Data?.Scaling ?? DataScaling.Identity;

    /// <summary>ln of the volume of the unit cube of the units in which the model is sampled, in those of the data's file: ln p there is ln p here less this.</summary>
    public double LogVolume => (Dimension * Math.Log(Scaling.Scale)) + (Columns?.LogVolume(Dimension) ?? 0);

    /// <summary>The law of the data in the units in which the model is sampled, where its density is known; a network's samples need not follow it.</summary>
    public virtual GaussianMixture? Law => Reference.Law is { } natural ? LawUnits.ToNetwork(natural, Scaling) : null;

    /// <summary>Whether the score is that of the data's law and not a network's.</summary>
    public virtual bool HasExactScore => false;

    /// <summary>Whether products with the score's Jacobian are at hand, which likelihoods and most restorations need.</summary>
    public virtual bool HasJacobian => true;

    /// <summary>Whether classifier-free guidance has something to lead from, and to.</summary>
    public virtual bool CanBeGuided => Classes > 0 && KnowsUnlabelled;

    /// <summary>Of a model without a Jacobian, the step in units of σ by whose differences the trace can be had; null where its numbers are too coarse for any.</summary>
    public virtual double? DifferenceStep => null;

    /// <summary>The model of the noise.</summary>
    /// <param name="labels">The class of each sample, by its index; not asked where there are no classes.</param>
    public abstract IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The data that samples should look like.</summary>
    public abstract IReferenceData Reference { get; }

    /// <summary>The same with rows of all classes, by which a sample's label is told.</summary>
    public virtual IReferenceData LabelledReference => Reference;

    /// <summary>Evaluations of the network that one of the score takes.</summary>
    public virtual int EvaluationsOfNetwork => 1;

    /// <summary>E‖ε‖²/d and the residual over the model's data, which the analytic and the residual reverse variance need; measured at each level when first asked for.</summary>
    public virtual INoiseMoment Moment<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new LazyMoment(Measure<T>);

    /// <summary>The class of a sample where no label was asked for: all classes in turn.</summary>
    public virtual int TurnOf(long sample) => (int)(sample % Math.Max(1, Classes));

    /// <summary>The mean over coordinates of the variance of data, in the units in which the model is sampled.</summary>
    /// <param name="data">Rows in the data's units.</param>
    public double MeanVariance(DataSet data)
    {
        int d = data.Dimension;
        var sums = new double[d];
        double squares = 0;
        for (int i = 0; i < data.Values.Length; i++)
        {
            double value = (data.Values[i] - Scaling.Shift) / Scaling.Scale;
            sums[i % d] += value;
            squares += value * value;
        }

        double count = data.Count;
        return (squares - sums.Sum(sum => sum * sum / count)) / (count * d);
    }

    /// <summary>Data in the units in which the model is sampled.</summary>
    public void ToNetwork<T>(ReadOnlySpan<float> natural, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < natural.Length; i++)
        {
            target[i] = T.CreateTruncating((natural[i] - Scaling.Shift) / Scaling.Scale);
        }
    }

    /// <summary>Puts samples into the units of the data, in place.</summary>
    public void ToNatural<T>(Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Scaling == DataScaling.Identity)
        {
            return;
        }

        T scale = T.CreateTruncating(Scaling.Scale);
        T shift = T.CreateTruncating(Scaling.Shift);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] * scale) + shift;
        }
    }

    /// <summary>E‖ε‖²/d and the residual of the noise, measured over these rows in natural units, by one evaluation of them for each level.</summary>
    public EstimatedNoiseMoment<T> MomentOf<T>(DataSet data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[data.Values.Length];
        ToNetwork(data.Values, values);
        return new EstimatedNoiseMoment<T>(Score<T>(row => data.Classes > 0 ? data.Labels[(int)row] : Classes > 0 ? -1 : 0), values, seed: 0);
    }

    private EstimatedNoiseMoment<T> Measure<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => MomentOf<T>(Reference.Rows(MomentRows, seed: 0));
}
