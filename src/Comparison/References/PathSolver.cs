using ScoreSde.Comparison.Measures;

namespace ScoreSde.Comparison.References;

/// <summary>Follows the paths of a comparison's samples to their ends, at one accuracy after the other.</summary>
/// <param name="facts">What a report says of the distance to these ends.</param>
/// <param name="ofStochastic">Whether they are the ends of methods that draw noise, or of those that draw none.</param>
/// <param name="dimension">Numbers in a sample.</param>
/// <param name="evaluations">How often one evaluation of the score asks the network.</param>
internal abstract class PathSolver(MeasureFacts facts, bool ofStochastic, int dimension, int evaluations)
{
    /// <summary>What a report says of the distance to these ends.</summary>
    public MeasureFacts Facts => facts;

    /// <summary>Whether they are the ends of methods that draw noise, or of those that draw none.</summary>
    public bool OfStochastic => ofStochastic;

    /// <summary>Numbers in a sample.</summary>
    public int Dimension => dimension;

    /// <summary>The finest accuracy that there is; 0 is the coarsest.</summary>
    public abstract int Finest { get; }

    /// <summary>By how much the error falls from one accuracy to the next where all is smooth.</summary>
    public abstract double Gain { get; }

    /// <summary>The paths in a few words: <c>the exact probability flow</c>.</summary>
    public abstract string Paths { get; }

    /// <summary>How often one evaluation of the score asks the network.</summary>
    protected int EvaluationsOfNetwork => evaluations;

    /// <summary>How they are followed, in a few words: <c>Dormand–Prince 5(4) at a tolerance of 1e-6</c>.</summary>
    public abstract string WordsOf(int accuracy);

    /// <summary>The ends of the first paths in the data's units, row-major, and the evaluations of the network that each took on average.</summary>
    public abstract (double[] Ends, double Evaluations) Solve(int accuracy, int paths);
}
