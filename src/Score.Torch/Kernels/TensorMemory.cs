using System.Runtime.InteropServices;

namespace ScoreSde.Torch.Kernels;

/// <summary>Where a tensor's numbers are.</summary>
internal static partial class TensorMemory
{
    /// <summary>The address of a tensor's first number, on its device.</summary>
    public static nint Address(this Tensor tensor) => Data(tensor.Handle);

    // TorchSharp's own door to it copies to the host.
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
