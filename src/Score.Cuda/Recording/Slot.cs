namespace ScoreSde.Cuda.Recording;

/// <summary>The name of a state in a run that is being recorded: it holds no numbers.</summary>
/// <param name="index">Its place among the states of the run.</param>
internal sealed class Slot(int index)
{
    /// <summary>Its place.</summary>
    public int Index => index;
}
