namespace ScoreSde.Cuda.Launching;

/// <summary>A compiled kernel.</summary>
internal interface IKernel
{
    /// <summary>Runs it for all rows of the arguments and waits for the end.</summary>
    void Run(in KernelArguments arguments, int blocks);
}
