using System.Runtime.InteropServices;

namespace ScoreSde.Torch.Kernels;

/// <summary>Where a tensor's numbers are.</summary>
internal static partial class TensorMemory
{
    /// <summary>The address of a tensor's first number, on its device.</summary>
    public static nint Address(this Tensor tensor) => Data(tensor.Handle);

    /// <summary>Whether a tensor is so many numbers of a type, one after the other.</summary>
    public static bool IsPlain(this Tensor tensor, torch.ScalarType type, long count) =>
        tensor.dtype == type && tensor.NumberOfElements == count && tensor.is_contiguous();

    // TorchSharp's own door to it copies to the host.
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
